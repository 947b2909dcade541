using Hansard.Archive.Retention;
using Hansard.Record.Format;
using Hansard.Record.Retention;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Deciding;

/// <summary>Which lines are due, and which a hold keeps.</summary>
public sealed class RecordSurveyTests : IDisposable
{
    private readonly KeptRecord record = new();

    public void Dispose() => record.Dispose();

    [Fact]
    public void Without_a_policy_nothing_is_ever_due()
    {
        record.Talk.Say("one");
        record.CloseFile();
        record.Time.Now += 10_000 * KeptRecord.Day;
        Assert.Equal("", record.Due());
    }

    [Fact]
    public void A_line_is_due_to_the_microsecond_and_never_in_the_file_that_is_being_written()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        record.Talk.Say("one");
        record.Talk.Say("two");
        record.CloseFile();
        record.Time.Now = Search.Talk.NewYear + KeptRecord.Minute + 10 * KeptRecord.Day - 1;
        Assert.Equal("", record.Due());
        record.Time.Now += 1;
        Assert.Equal("all 2", record.Due());
        record.Time.Now += 1000 * KeptRecord.Day;
        Assert.Equal("all 2 3", record.Due());
    }

    [Fact]
    public void Each_kind_of_conversation_has_its_own_policy()
    {
        record.Policy("d", PolicyKinds.Dialog, 10);
        record.Policy("r", PolicyKinds.Room, 20);
        record.Policy("n", PolicyKinds.Network, 30);
        record.Room("room", "anna", "ben");
        record.Talk.Say("in the room", "ben", "room");
        record.SayInDialog("in a dialog", "anna", "dialog");
        var network = record.Talk.Say("of the network", "anna", "");
        record.Talk.Put(network with { Hansard = network.Hansard! with { Conversation = null, Position = new LinePosition(5) } });
        record.CloseFile();
        record.Time.Now = Search.Talk.NewYear + 11 * KeptRecord.Day;
        Assert.Equal("d 3", record.Due());
        record.Time.Now += 10 * KeptRecord.Day;
        Assert.Equal("d 3; r 2", record.Due());
        record.Time.Now += 10 * KeptRecord.Day;
        Assert.Equal("d 3; n 4 5; r 2", record.Due());
    }

    [Fact]
    public void What_may_be_a_dialog_or_a_room_is_kept_as_long_as_the_longer_policy_says()
    {
        record.Policy("r", PolicyKinds.Room, 10);
        record.Talk.Say("of a conversation that began before the record");
        record.CloseFile();
        record.Time.Now += 1000 * KeptRecord.Day;
        Assert.Equal("", record.Due());
        record.Policy("d", PolicyKinds.Dialog, 500);
        Assert.Equal("d 1", record.Due());
    }

    [Fact]
    public void Who_is_in_a_conversation_stays_until_its_deletion_is_due()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        record.Talk.Say("hello", "ben");
        record.Leave("ben", "c");
        record.CloseFile();
        record.Time.Now = Search.Talk.NewYear + 20 * KeptRecord.Day;
        Assert.Equal("all 2", record.Due());
        record.Talk.Now = record.Time.Now;
        record.Delete("c");
        record.CloseFile();
        // The file with only what is said elsewhere has become closed too.
        Assert.Equal("all 2; all 4", record.Due());
        record.Time.Now += 11 * KeptRecord.Day;
        Assert.Equal("all 1 2 3; all 4; all 5", record.Due());
    }

    [Fact]
    public void A_file_that_was_looked_at_is_looked_at_again_when_a_conversation_has_ended()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        record.CloseFile();
        RecordSurvey survey = new(record.Layout);
        record.Time.Now = Search.Talk.NewYear + 20 * KeptRecord.Day;
        Assert.Equal("", record.Due(survey));
        record.Talk.Now = record.Time.Now;
        record.Delete("c");
        record.CloseFile();
        record.Time.Now += 11 * KeptRecord.Day;
        Assert.Equal("all 1; all 2; all 3", record.Due(survey));
    }

    [Fact]
    public void A_person_s_hold_keeps_what_he_wrote_or_could_read_and_no_other()
    {
        record.Policy("all", PolicyKinds.All, 1);
        record.Room("c", "anna");
        record.Talk.Say("before ben", "anna");
        record.Join("ben", "c");
        record.Talk.Say("to ben", "anna");
        record.Leave("ben", "c");
        record.Talk.Say("after ben", "anna");
        record.Room("d", "anna", "carla");
        record.Talk.Say("elsewhere", "carla", "d");
        record.SayInDialog("by ben", "ben", "dialog-of-before");
        record.CloseFile();
        record.Time.Now += 100 * KeptRecord.Day;
        Assert.Equal("all 2 4 6 8 9", record.Due());
        record.Hold("case", persons: ["ben"]);
        Assert.Equal("all 2 6 8", record.Due());
        Assert.Equal(2, record.Held());
    }

    [Fact]
    public void Whoever_is_named_by_name_is_found_by_userId_too()
    {
        record.Policy("all", PolicyKinds.All, 1);
        record.Room("c", "anna", "zed");
        record.Talk.Add(MessageType.Text, [LineMember.Text("message", "named")], "u-ben", "c", name: "Ben Ng");
        record.Talk.Add(MessageType.Text, [LineMember.Text("message", "unnamed")], "u-ben", "c");
        record.Talk.Add(MessageType.Text, [LineMember.Text("message", "received")], "anna", "c", receiver: "ben ng");
        record.Talk.Say("another's", "anna");
        record.CloseFile();
        record.Time.Now += 100 * KeptRecord.Day;
        record.Hold("case", persons: ["BEN NG"]);
        Assert.Equal("all 5", record.Due());
    }

    [Fact]
    public void In_a_conversation_that_began_before_the_record_a_person_s_hold_keeps_everything()
    {
        record.Policy("all", PolicyKinds.All, 1);
        record.Talk.Say("who knows who read this", "anna");
        record.CloseFile();
        record.Time.Now += 100 * KeptRecord.Day;
        record.Hold("case", persons: ["ben"]);
        Assert.Equal("", record.Due());
    }

    [Fact]
    public void A_hold_matches_everything_that_it_names()
    {
        record.Policy("all", PolicyKinds.All, 1);
        record.Room("c", "anna", "ben");
        record.Room("d", "anna", "ben");
        for (var n = 0; n < 3; n++)
        {
            record.Talk.Say($"c {n}", "ben", "c");
            record.Talk.Say($"d {n}", "anna", "d");
        }
        record.CloseFile();
        record.Time.Now += 100 * KeptRecord.Day;
        Assert.Equal("all 3 4 5 6 7 8", record.Due());
        // From the third line on and before the seventh: each is a minute after the one before.
        var hold = record.Hold("case", ["ben"], ["c"], Search.Talk.NewYear + 2 * KeptRecord.Minute, Search.Talk.NewYear + 6 * KeptRecord.Minute);
        Assert.Equal("all 4 6 7 8", record.Due());
        Assert.True(hold > 0);
        record.Hold("room", conversations: [LineIds.OfGroup("default", "d", isDialog: false)]);
        Assert.Equal("all 7", record.Due());
    }

    [Fact]
    public void What_an_edit_repeats_of_a_message_in_the_hold_s_time_is_kept_with_it()
    {
        record.Policy("all", PolicyKinds.All, 1);
        record.Room("c", "anna", "ben");
        var said = record.Talk.Say("the price is 400", "ben");
        var end = record.Talk.Now;
        record.Talk.Add(MessageType.Edit, [LineMember.Object("edit", writer =>
        {
            writer.Member("originalmessageid", said.MessageId);
            writer.Member("text", "the price is 500");
            writer.Member("type", "text");
        })], "ben", "c", kept: [LineMember.Text("previous", "the price is 400")]);
        record.Talk.Say("another matter", "ben");
        record.CloseFile();
        record.Time.Now += 100 * KeptRecord.Day;
        record.Hold("case", conversations: ["c"], before: end);
        Assert.Equal("all 4", record.Due());
    }

    [Fact]
    public void Parts_revisions_and_late_completions_are_judged_by_the_fact_s_own_time()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        var first = record.Talk.Now;
        record.Talk.Say("sealed", "anna");
        record.CloseFile();
        record.Talk.Now += 30 * KeptRecord.Day;
        record.Talk.Say("a month later", "anna");
        var later = record.Talk.Now;
        record.Talk.Now = first;
        record.Talk.Complete(2, 1, "what it said");
        record.Talk.Now = later;
        record.CloseFile();
        record.Time.Now = first + 10 * KeptRecord.Day;
        Assert.Equal("all 2; all 2r1", record.Due());
        record.Hold("case", ["ben"], from: first, before: first + 1);
        Assert.Equal("", record.Due());
    }

    [Fact]
    public void A_journal_s_clock_that_goes_back_hides_no_line_behind_a_younger_one()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Talk.Now += 50 * KeptRecord.Day;
        record.Room("c", "anna", "ben");
        record.Talk.Say("of tomorrow");
        record.Talk.Now -= 50 * KeptRecord.Day;
        record.Talk.Say("of today");
        record.Talk.Now -= KeptRecord.Minute;
        record.Talk.Say("at the same time as the one before");
        record.Talk.Now += 60 * KeptRecord.Day;
        record.CloseFile();
        record.Time.Now = Search.Talk.NewYear + 11 * KeptRecord.Day;
        Assert.Equal("all 3 4", record.Due());
    }

    [Fact]
    public void A_look_at_a_record_in_which_nothing_is_due_reads_no_file_twice()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        for (var n = 0; n < 3; n++)
        {
            record.Talk.Say($"{n}", "ben");
            record.CloseFile();
        }
        record.Talk.Seal();
        RecordSurvey survey = new(record.Layout);
        Assert.Equal("", record.Due(survey));
        Assert.Equal(3, survey.FilesRead);
        Assert.Equal("", record.Due(survey));
        Assert.Equal(3, survey.FilesRead);
        record.Hold("case", conversations: ["c"]);
        record.Time.Now += 11 * KeptRecord.Day;
        Assert.Equal("all 3; all 5", record.Due(survey));
        Assert.Equal(6, survey.FilesRead);
        // The first has nothing left but what is held; the others are due and looked at again.
        Assert.Equal("all 3; all 5", record.Due(survey));
        Assert.Equal(8, survey.FilesRead);
    }
}
