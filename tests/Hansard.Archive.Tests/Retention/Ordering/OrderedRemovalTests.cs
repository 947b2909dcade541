using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Merkle;
using Hansard.Record.Retention;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Ordering;

/// <summary>What an auditor finds where lines are gone that no order accounts for, though the record's own key has signed it.</summary>
public sealed class OrderedRemovalTests : IDisposable
{
    private readonly KeptRecord record = new();
    private readonly string file;

    public OrderedRemovalTests()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        record.Talk.Say("one", "ben");
        record.Talk.Say("two", "ben");
        record.CloseFile();
        file = Path.GetFileName(record.Talk.Folder.Files[0]);
        record.Time.Now = Search.Talk.NewYear + 20 * KeptRecord.Day;
    }

    public void Dispose() => record.Dispose();

    [Fact]
    public void Lines_that_nobody_ordered_to_be_removed_are_found()
    {
        Remove("all#7", 1, 2);
        Assert.Equal($"FAIL messages/{file}:2 seq 2: 2 lines are removed by 'all#7', and the audit log has no such order", Only());
    }

    [Theory]
    [InlineData("by hand")]
    [InlineData("all#")]
    [InlineData("#3")]
    [InlineData("all#-3")]
    public void A_rule_that_names_no_order_is_found(string rule)
    {
        Remove(rule, 1);
        Assert.Contains("the audit log has no such order", Only());
    }

    [Fact]
    public void A_rule_cannot_give_orders_to_the_auditor_s_terminal()
    {
        Remove("\u001b[2J#1", 1);
        Assert.Contains("'?[2J#1'", Only());
    }

    [Fact]
    public void More_lines_than_were_ordered_are_found()
    {
        var due = Due();
        var entry = Order(new RemovalOrdered(file, "all", 2, 2, 1, due.Hash, due.Until));
        Remove($"all#{entry}", 1, 2);
        Assert.Contains("that order is for other lines", Only());
    }

    [Fact]
    public void An_order_for_another_file_accounts_for_nothing()
    {
        var due = Due();
        var entry = Order(new RemovalOrdered("another.log", "all", due.First, due.Last, due.Places.Count, due.Hash, due.Until));
        Remove($"all#{entry}", 1, 2);
        Assert.Contains("that order is for another.log", Only());
    }

    [Fact]
    public void An_order_of_another_policy_accounts_for_nothing()
    {
        var due = Due();
        var entry = Order(new RemovalOrdered(file, "all", due.First, due.Last, due.Places.Count, due.Hash, due.Until));
        Remove($"rooms#{entry}", 1, 2);
        Assert.Contains("that order is of the policy all", Only());
    }

    [Fact]
    public void As_many_lines_with_other_hashes_are_found()
    {
        var due = Due();
        var entry = Order(new RemovalOrdered(file, "all", due.First, due.Last, due.Places.Count, Hash256.Of("other"u8), due.Until));
        Remove($"all#{entry}", [.. due.Places]);
        Assert.Contains("that order is for other lines", Only());
    }

    private DueLines Due() => Assert.Single(new RecordSurvey(record.Layout).Decide(record.State, TestContext.Current.CancellationToken).First().Due);

    private long Order(RemovalOrdered order) => record.Decisions.Order([order], record.State.Version, "bot")?[0] ?? throw new InvalidOperationException("not ordered");

    private void Remove(string rule, params long[] places) =>
        new LineRemover(record.Layout, new PosixDisk(), TestKey.Signer).Remove(new RemovalOrder(file, places, rule, record.Time.GetUtcNow()));

    private string Only()
    {
        record.Anchoring.Renew();
        return Assert.Single(record.Verify().Findings).ToString();
    }
}
