using Hansard.Record.Merkle;
using Hansard.Record.Retention;
using Xunit;

namespace Hansard.Record.Tests.Retention;

/// <summary>When a policy takes effect, and which one decides.</summary>
public sealed class PolicyFoldTests
{
    private readonly AuditBook book = new();

    [Fact]
    public void A_new_policy_takes_effect_after_a_day_and_a_longer_one_at_once()
    {
        book.Policy("short", PolicyKinds.All, 30);
        book.Now += AuditBook.Day - 1;
        Assert.Empty(book.Later.Policies);
        book.Now += 1;
        Assert.Equal(30, book.Later.Policies["short"].Days);
        book.Policy("short", PolicyKinds.All, 40);
        Assert.Equal(40, book.State.Policies["short"].Days);
        book.Policy("short", PolicyKinds.All, 39);
        Assert.Equal(40, book.State.Policies["short"].Days);
    }

    [Fact]
    public void A_longer_policy_ends_what_was_pending_for_it()
    {
        InForce(() => book.Policy("p", PolicyKinds.All, 30));
        book.Policy("p", PolicyKinds.All, 10);
        book.Policy("p", PolicyKinds.All, 60);
        book.Now += 10 * AuditBook.Day;
        Assert.Equal(60, book.Later.Policies["p"].Days);
    }

    [Fact]
    public void With_two_officers_a_shorter_policy_needs_one_of_them_and_a_longer_one_none()
    {
        book.Founded("olga", "otto");
        var asked = book.Policy("p", PolicyKinds.Room, 30);
        book.Now += 10 * AuditBook.Day;
        Assert.Empty(book.Later.Policies);
        book.Agree(asked, "otto");
        book.Now += AuditBook.Day;
        Assert.Equal(30, book.Later.Policies["p"].Days);
        book.Policy("p", PolicyKinds.Room, 31);
        Assert.Equal(31, book.State.Policies["p"].Days);
    }

    [Fact]
    public void A_policy_that_is_withdrawn_frees_at_once_unless_another_one_is_shorter()
    {
        InForce(() => book.Policy("all", PolicyKinds.All, 30));
        InForce(() => book.Policy("dialogs", PolicyKinds.Dialog, 3000));
        book.Withdraw("dialogs");
        Assert.True(book.State.Policies.ContainsKey("dialogs"));
        book.Withdraw("all");
        Assert.False(book.State.Policies.ContainsKey("all"));
        book.Withdraw("nothing");
        Assert.Equal("There is no policy nothing.", book.Fault);
    }

    [Fact]
    public void A_cover_is_not_withdrawn_at_once_while_something_shorter_is_pending()
    {
        InForce(() => book.Policy("all", PolicyKinds.All, 3000));
        InForce(() => book.Policy("dialogs", PolicyKinds.Dialog, 3000));
        book.Policy("all", PolicyKinds.All, 1);
        book.Now += AuditBook.Day - 1;
        // As things are dialogs are kept as long without it; a moment later they would not be.
        book.Withdraw("dialogs");
        book.Now += 1;
        Assert.Equal(3000, Policy.For(PolicyKinds.Dialog, book.Later.Policies.Values)!.Days);
        Assert.Equal(1, Policy.For(PolicyKinds.Room, book.Later.Policies.Values)!.Days);
    }

    [Theory]
    [InlineData(PolicyKinds.Dialog, "longer")]
    [InlineData(PolicyKinds.Room, "all")]
    [InlineData(PolicyKinds.Network, "all")]
    public void The_most_specific_kind_decides_and_of_it_the_longest(string kind, string name) => Assert.Equal(
        name, Policy.For(kind, [new("all", PolicyKinds.All, 9000), new("dialogs", PolicyKinds.Dialog, 10), new("longer", PolicyKinds.Dialog, 20)])!.Name);

    [Fact]
    public void Without_a_policy_lines_are_kept_for_ever() => Assert.Null(Policy.For(PolicyKinds.Room, [new("d", PolicyKinds.Dialog, 1)]));

    [Theory]
    [InlineData("p", "letters", 30)]
    [InlineData("p", "all", 0)]
    [InlineData("p", "all", 36_501)]
    [InlineData("p#7", "all", 30)]
    [InlineData("-p", "all", 30)]
    public void What_cannot_be_meant_is_no_policy(string name, string kind, int days)
    {
        book.Policy(name, kind, days);
        Assert.NotNull(book.Fault);
        Assert.Empty(book.State.Pending);
    }

    [Fact]
    public void An_order_needs_a_policy_in_force_and_lines_that_are_due()
    {
        RemovalOrdered order = new("f", "p", 1, 3, 3, Hash256.Of("x"u8), book.Now);
        Order(order);
        Assert.Equal("There is no policy p.", book.Fault);
        InForce(() => book.Policy("p", PolicyKinds.All, 30));
        Order(order);
        Assert.Equal("The policy p keeps lines of that time.", book.Fault);
        book.Now += 29 * AuditBook.Day;
        Order(order);
        Assert.Null(book.Fault);
        var entry = Assert.Single(book.State.Orders).Key;
        Assert.Equal(("p#" + entry, entry), (RemovalOrdered.RuleOf("p", entry), RemovalOrdered.EntryOf("p#" + entry)));
        Done(entry);
        Assert.True(book.State.Orders[entry].IsDone);
        Done(entry);
        Assert.Equal($"Entry {entry} ordered nothing that is open.", book.Fault);
    }

    [Fact]
    public void The_words_in_the_audit_log_never_change() => Assert.Equal(
        "policy-set policy-withdrawn hold-placed release-asked officer-added officer-removed agreed stopped removal-ordered removal-done",
        string.Join(' ', typeof(DecisionKinds).GetFields().Select(field => field.GetRawConstantValue())));

    [Fact]
    public void What_an_entry_says_never_changes_its_form()
    {
        HoldTerms terms = new("case-7", ["anna"], ["S1"], 0, 1_000_000, "why", 24);
        Assert.Equal("before conversations delay_hours from name persons reason", Members(new Decision.HoldPlaced(terms)));
        Assert.Equal("days kind name", Members(new Decision.PolicySet(new Policy("p", "all", 1))));
        Assert.Equal("name public_key", Members(new Decision.OfficerAdded(new Officer("olga", ""))));
        Assert.Equal("count file first last lines_sha256 policy until", string.Join(' ', new RemovalOrdered("f", "p", 1, 1, 1, default, 0).Details.Select(one => one.Name)));
        Assert.Equal("entry officer signature signed", string.Join(' ', new Agreement(1, "olga", 0, "").Details.Select(one => one.Name)));
    }

    private static string Members(Decision decision) => string.Join(' ', decision.Details.Select(one => one.Name));

    private void Order(RemovalOrdered order) => book.Put(DecisionKinds.RemovalOrdered, order.Details);

    private void Done(long entry) => book.Put(DecisionKinds.RemovalDone, new RemovalDone(entry).Details);

    private void InForce(Action ask)
    {
        ask();
        book.Now += AuditBook.Day;
    }
}
