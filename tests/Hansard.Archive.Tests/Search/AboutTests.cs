using Hansard.Archive.Search;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Search;

/// <summary>What became of a message.</summary>
public sealed class AboutTests
{
    [Fact]
    public void Edits_deletions_reactions_and_completions_of_a_message_are_found_in_their_order()
    {
        using var talk = new Talk();
        var said = talk.Say("first");
        var other = talk.Say("other");
        talk.Add(MessageType.Edit, [Edit(said, "second")], kept: [LineMember.Text("previous", "first")]);
        talk.Add(MessageType.Reaction, [Reaction(said)], "ben");
        talk.Add(MessageType.MessageDeleted, [RoomControl.MessageDeleted(said.MessageId, isRecall: true)]);
        talk.Add(MessageType.Edit, [Edit(said, "after its deletion")]);
        talk.Add(MessageType.MessagePinned, [RoomControl.Pinned(other.MessageId, pinned: true)]);
        talk.Complete(1, 1, "first, completed");
        talk.CatchUp();

        var place = talk.Index.Find(new Selection { Types = [MessageType.Text] }).First();
        Assert.Equal((1L, 1), (place.Seq, place.Revision));
        Assert.Equal([(3L, 0), (4, 0), (5, 0), (6, 0)], talk.Index.About(place).Select(about => (about.Seq, about.Revision)));
        Assert.Equal(["second"], talk.Index.About(place).Take(1).Select(about => talk.Index.Read(about)["edit"]!.Value.Parse().GetProperty("text").GetString()!));
        Assert.Equal([7L], talk.Index.About(talk.Index.Find(Selection.Everything, SearchOrder.OldestFirst, place.Row).First()).Select(about => about.Seq));
        Assert.Equal([3, 6], talk.FoundSeqs(new Selection { Types = [MessageType.Edit] }));
    }

    [Fact]
    public void The_first_line_of_a_fact_tells_its_completions()
    {
        using var talk = new Talk();
        talk.Say("sealed");
        talk.CatchUp();
        var first = talk.Index.Find(Selection.Everything).Single();
        talk.Say("later");
        talk.Complete(1, 1, "opened");
        talk.CatchUp();

        Assert.Equal([(1L, 1)], talk.Index.About(first).Select(about => (about.Seq, about.Revision)));
        Assert.Equal("sealed", talk.Index.Read(first)["message"]!.Value.Parse().GetString());
    }

    [Fact]
    public void Both_parts_of_a_fact_are_found_and_a_completion_has_more_of_them()
    {
        using var talk = new Talk();
        talk.Put(talk.Line(new LinePosition(1), MessageType.Generic, [], "anna", "c", [], null, null, LineStatus.Undecryptable));
        talk.Say("between");
        talk.Put(talk.Line(new LinePosition(3, 0, 2), MessageType.File, [File("holiday.png")], "anna", "c", [], null, null, LineStatus.AttachmentMissing));
        talk.Put(talk.Line(new LinePosition(3, 1, 2), MessageType.File, [File("holiday.png")], "anna", "c", [], null, null, LineStatus.Captured));
        talk.Put(talk.Line(new LinePosition(1, 0, 2, 1), MessageType.File, [File("report.pdf")], "anna", "c", [], null, null, LineStatus.Captured));
        talk.Put(talk.Line(new LinePosition(1, 1, 2, 1), MessageType.File, [File("report preview.png")], "anna", "c", [], null, null, LineStatus.Captured));
        talk.CatchUp();

        Assert.Equal([(1L, 0), (1, 1), (2, 0), (3, 0), (3, 1)], talk.Index.Find(Selection.Everything).Select(place => (place.Seq, place.Part)));
        Assert.Equal([(1L, 0), (1, 1)], talk.Index.Find(new SelectionText { Words = "report" }.Read(out _)!).Select(place => (place.Seq, place.Part)));
        Assert.Equal([3], talk.FoundSeqs(new Selection { Statuses = [LineStatus.AttachmentMissing] }));
        Assert.Empty(talk.FoundSeqs(new Selection { Statuses = [LineStatus.Undecryptable] }));
    }

    private static LineMember File(string name) => LineMember.Object("file", writer => writer.Member("filename", name));

    private static LineMember Edit(RecordLine of, string text) => LineMember.Object("edit", writer =>
    {
        writer.Member("originalmessageid", of.MessageId);
        writer.Member("text", text);
        writer.Member("type", "text");
    });

    private static LineMember Reaction(RecordLine to) => LineMember.Object("edit", writer =>
    {
        writer.Member("originalmessageid", to.MessageId);
        writer.Member("reactAdded", true);
        writer.Member("reaction", "+1");
        writer.Member("type", "reaction");
    });
}
