using Hansard.Record.Retention;
using Xunit;

namespace Hansard.Record.Tests.Retention;

/// <summary>Who can end a hold, and everything that does not.</summary>
public sealed class HoldFoldTests
{
    private readonly AuditBook book = new();

    [Fact]
    public void A_hold_holds_at_once_and_ends_with_two_officers_and_its_own_delay()
    {
        book.Officer("olga");
        book.Officer("otto");
        var hold = book.Hold("case-7", delayHours: 48);
        Assert.True(book.State.Holds.ContainsKey(hold));
        var release = book.Release(hold);
        book.Agree(release, "olga");
        book.Now += 100 * AuditBook.Hour;
        Assert.True(book.Later.Holds.ContainsKey(hold));
        book.Agree(release, "otto");
        book.Now += 48 * AuditBook.Hour - 1;
        Assert.True(book.Later.Holds.ContainsKey(hold));
        book.Now += 1;
        Assert.False(book.Later.Holds.ContainsKey(hold));
        Assert.Equal(0, book.State.IrregularityCount);
    }

    [Fact]
    public void One_officer_cannot_sign_twice()
    {
        var release = book.Release(book.Founded("olga", "otto"));
        book.Agree(release, "olga");
        book.Agree(release, "olga");
        Refused("The officer olga has signed already: it takes another one.");
    }

    [Fact]
    public void Nobody_signs_for_another()
    {
        var release = book.Release(book.Founded("olga", "otto"));
        book.Agree(release, "olga", key: "otto");
        Refused("The officer olga did not sign that.");
        book.Agree(release, "mallory");
        Refused("There is no officer mallory.");
    }

    [Fact]
    public void A_signature_for_one_hold_releases_no_other()
    {
        var first = book.Release(book.Founded("olga", "otto"));
        var second = book.Release(book.Hold("case-8"));
        book.Agree(second, "olga", over: book.State.Pending[first]);
        Refused("The officer olga did not sign that.");
        // The very statement for the first, with the other's number in its place.
        book.Put(DecisionKinds.Agreed, (book.Signed(first, "olga") with { Entry = second }).Details);
        Refused("The officer olga did not sign that.");
    }

    [Fact]
    public void A_signature_for_another_record_counts_for_nothing()
    {
        var release = book.Release(book.Founded("olga", "otto"));
        AuditBook other = new("hansard/other/bot/audit");
        var elsewhere = other.Release(other.Founded("olga", "otto"));
        Assert.Equal(release, elsewhere);
        book.Put(DecisionKinds.Agreed, other.Signed(elsewhere, "olga").Details);
        Refused("The officer olga did not sign that.");
        book.Agree(release, "olga", signedOrigin: "hansard/other/bot/audit");
        Refused("The officer olga did not sign that.");
    }

    [Fact]
    public void A_signature_from_before_the_record_was_set_back_says_nothing_about_the_entry_that_has_the_number_now()
    {
        var release = book.Release(book.Founded("olga", "otto"));
        AuditBook before = new(salt: "another history");
        Assert.Equal(release, before.Release(before.Founded("olga", "otto")));
        book.Put(DecisionKinds.Agreed, before.Signed(release, "olga").Details);
        Refused("The officer olga did not sign that.");
    }

    [Fact]
    public void A_signature_for_a_release_that_was_stopped_does_not_serve_the_next()
    {
        var hold = book.Founded("olga", "otto");
        var stopped = book.Release(hold);
        var kept = book.Signed(stopped, "olga");
        book.Stop(stopped);
        var release = book.Release(hold);
        book.Put(DecisionKinds.Agreed, (kept with { Entry = release }).Details);
        Refused("The officer olga did not sign that.");
        book.Put(DecisionKinds.Agreed, kept.Details);
        Refused($"Nothing that entry {stopped} asks for is pending.");
    }

    [Fact]
    public void A_release_that_is_stopped_during_its_delay_releases_nothing()
    {
        var hold = book.Founded("olga", "otto");
        var release = book.Release(hold);
        book.Agree(release, "olga");
        book.Agree(release, "otto");
        book.Now += 24 * AuditBook.Hour - 1;
        book.Stop(release);
        Assert.Null(book.Fault);
        book.Now += 1000 * AuditBook.Hour;
        Assert.True(book.Later.Holds.ContainsKey(hold));
        book.Stop(release);
        Refused($"Nothing that entry {release} asks for is pending.");
    }

    [Fact]
    public void An_officer_who_has_left_signs_no_more_and_what_he_signed_before_counts_no_more()
    {
        var hold = book.Founded("olga", "otto");
        Both(book.Officer("omar"));
        book.Now += AuditBook.Day;
        Assert.Equal(3, book.Later.Officers.Count);
        var release = book.Release(hold);
        book.Agree(release, "omar");
        Both(book.Dismiss("omar"));
        book.Now += AuditBook.Day;
        book.Agree(release, "olga");
        book.Now += AuditBook.Day;
        Assert.True(book.Later.Holds.ContainsKey(hold));
        Assert.Equal(["olga"], book.Later.Pending[release].Agreed.Select(officer => officer.Name));
        book.Agree(release, "omar", over: book.State.Pending[release]);
        Refused("There is no officer omar.");
    }

    [Fact]
    public void A_clock_that_is_set_back_and_forth_shortens_no_delay()
    {
        var hold = book.Founded("olga", "otto");
        var release = book.Release(hold);
        book.Agree(release, "olga");
        var real = book.Now;
        book.Now -= 30 * AuditBook.Day;
        book.Agree(release, "otto");
        Assert.Null(book.Fault);
        book.Now = real + 24 * AuditBook.Hour - 1;
        Assert.True(book.Later.Holds.ContainsKey(hold));
    }

    [Fact]
    public void What_was_signed_at_another_time_than_it_was_written_is_refused()
    {
        var release = book.Release(book.Founded("olga", "otto"));
        book.Agree(release, "olga", signed: book.Now + 1);
        Refused("It was signed at another time than it was written.");
        book.Agree(release, "olga", signed: book.Now - AuditBook.Hour - 1);
        Refused("It was signed at another time than it was written.");
    }

    [Fact]
    public void Without_two_officers_no_hold_is_released()
    {
        var hold = book.Founded("olga");
        book.Release(hold);
        Refused("A hold is released by two officers, and there are not as many.");
        book.Release(99);
        Refused("No hold was placed by entry 99, or it is released.");
    }

    [Fact]
    public void A_third_signature_and_a_second_asking_are_refused()
    {
        var hold = book.Founded("olga", "otto");
        var release = book.Release(hold);
        book.Release(hold);
        Refused($"Entry {release} asks for it already.");
        Both(release);
        book.Agree(release, "olga");
        Refused("Nobody's signature is missing there.");
    }

    [Theory]
    [InlineData("", "anna", "why", 24)]
    [InlineData("a b", "anna", "why", 24)]
    [InlineData("\u001b[31m", "anna", "why", 24)]
    [InlineData("case", "", "why", 24)]
    [InlineData("case", "anna", "", 24)]
    [InlineData("case", "anna", "why", 0)]
    [InlineData("case", "anna", "why", 8761)]
    public void A_hold_that_cannot_be_meant_is_none(string name, string person, string reason, int delayHours)
    {
        book.Put(new Decision.HoldPlaced(new HoldTerms(name, [person], [], null, null, reason, delayHours)));
        Assert.NotNull(book.Fault);
        Assert.Empty(book.State.Holds);
    }

    [Fact]
    public void A_hold_on_nothing_or_of_a_name_that_is_taken_is_none()
    {
        book.Put(new Decision.HoldPlaced(new HoldTerms("case", [], [], null, null, "why", 24)));
        Refused("A hold names people, conversations or a time.");
        book.Hold("case");
        book.Hold("case");
        Refused("There is a hold case already.");
    }

    [Fact]
    public void A_hold_that_says_more_than_this_version_reads_is_reported()
    {
        book.Put(DecisionKinds.HoldPlaced, [.. new Decision.HoldPlaced(new HoldTerms("case", ["anna"], [], null, null, "why", 24)).Details, Record.Format.LineMember.Text("words", "merger")]);
        Refused("It is no hold-placed as this version knows it.");
    }

    [Fact]
    public void What_an_entry_names_gives_the_reader_s_terminal_no_orders()
    {
        book.Withdraw("\u001b[2J\u202e");
        Refused("There is no policy '?[2J?'.");
        var release = book.Release(book.Founded("olga", "otto"));
        book.Agree(release, "\u001b[2J");
        Refused("There is no officer '?[2J'.");
    }

    private void Both(long entry)
    {
        book.Agree(entry, "olga");
        book.Agree(entry, "otto");
        Assert.Null(book.Fault);
    }

    private void Refused(string reason)
    {
        Assert.Equal(reason, book.Fault);
        book.Now += 1;
    }
}
