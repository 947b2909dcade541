using Hansard.Archive.Audit;
using Hansard.Archive.Retention;
using Hansard.Record.Format;
using Hansard.Record.Retention;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Ordering;

/// <summary>What is due is ordered, removed, and can be accounted for; what is held stays, whenever the hold came.</summary>
public sealed class RetentionRoundTests : IDisposable
{
    private readonly KeptRecord record = new();

    public RetentionRoundTests()
    {
        record.Policy("all", PolicyKinds.All, 10);
        record.Room("c", "anna", "ben");
        record.Room("d", "anna", "ben");
        record.Talk.Say("of c", "ben", "c");
        record.Talk.Say("of d", "ben", "d");
        record.CloseFile();
        record.Time.Now = Search.Talk.NewYear + 20 * KeptRecord.Day;
    }

    public void Dispose() => record.Dispose();

    [Fact]
    public void Lines_that_are_due_are_ordered_first_and_the_record_stays_sound()
    {
        var result = record.Round().Run(TestContext.Current.CancellationToken);
        Assert.Equal(new RoundResult(2, 1, null), result);
        Assert.Equal(["later"], record.Texts());
        record.Anchoring.Renew();
        Assert.Empty(record.Verify().Findings);
        var (entry, known) = Assert.Single(record.State.Orders);
        Assert.True(known.IsDone);
        Assert.Equal(("all", 3L, 4L, 2L), (known.Order.Policy, known.Order.First, known.Order.Last, known.Order.Count));
        var removed = RecordReader.StoredLines(record.Layout).Select(line => RemovedLine.TryRead(line.Utf8, out var read) ? read : null).OfType<RemovedLine>();
        Assert.All(removed, line => Assert.Equal($"all#{entry}", line.Rule));
        Assert.Equal(new RoundResult(0, 0, null), record.Round().Run(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Several_files_and_policies_have_an_order_each()
    {
        record.Policy("dialogs", PolicyKinds.Dialog, 5);
        for (var n = 0; n < 3; n++)
        {
            record.SayInDialog($"to you {n}", "ben", "dialog");
            record.Talk.Say($"to all {n}", "ben", "c");
            record.CloseFile();
        }
        var result = record.Round().Run(TestContext.Current.CancellationToken);
        Assert.Equal(new RoundResult(11, 7, null), result);
        Assert.Equal(["later"], record.Texts());
        Assert.All(record.State.Orders.Values, order => Assert.True(order.IsDone));
        var found = record.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((7, 11L, 7), (found.Removed.Count, found.Removed.Values.Sum(), found.Retention!.Orders));
    }

    [Fact]
    public void A_hold_keeps_its_lines_and_no_others_and_when_it_has_ended_they_go()
    {
        OfficerKey olga = OfficerKey.Make("olga"), otto = OfficerKey.Make("otto");
        foreach (var key in new[] { olga, otto }) KeptRecord.Allowed(record.Decisions.Ask(new Decision.OfficerAdded(key.Officer), "olga@desk"));
        var hold = record.Hold("case", conversations: ["c"]);
        Assert.Equal(1, record.Round().Run(TestContext.Current.CancellationToken).Lines);
        Assert.Equal(["of c", "later"], record.Texts());
        var release = new Decision.ReleaseAsked(hold);
        KeptRecord.Allowed(record.Decisions.Ask(release, "olga@desk", olga));
        Assert.Equal("The officer olga has signed already: it takes another one.", record.Decisions.Ask(release, "olga@desk", olga).Fault);
        KeptRecord.Allowed(record.Decisions.Ask(release, "otto@desk", otto));
        record.Time.Now += KeptRecord.Day - 1;
        Assert.Equal(0, record.Round().Run(TestContext.Current.CancellationToken).Lines);
        record.Time.Now += 1;
        Assert.Equal(1, record.Round().Run(TestContext.Current.CancellationToken).Lines);
        Assert.Equal(["later"], record.Texts());
        Assert.Empty(record.Verify().Findings);
    }

    [Fact]
    public void A_hold_that_is_placed_between_deciding_and_ordering_wins()
    {
        var placed = false;
        var result = record.Round(() =>
        {
            if (!placed) record.Hold("case", conversations: ["c"]);
            placed = true;
        }).Run(TestContext.Current.CancellationToken);
        Assert.Equal(new RoundResult(1, 1, null), result);
        Assert.Equal(["of c", "later"], record.Texts());
        Assert.Empty(record.Verify().Findings);
    }

    [Fact]
    public void A_policy_that_is_made_longer_between_deciding_and_ordering_wins()
    {
        var placed = false;
        var result = record.Round(() =>
        {
            if (!placed) KeptRecord.Allowed(record.Decisions.Ask(new Decision.PolicySet(new Policy("all", PolicyKinds.All, 1000)), "olga@desk"));
            placed = true;
        }).Run(TestContext.Current.CancellationToken);
        Assert.Equal(new RoundResult(0, 0, null), result);
    }

    [Fact]
    public async Task Holds_that_race_with_orders_keep_what_was_not_ordered_before_them()
    {
        using Barrier together = new(2);
        var placing = Task.Factory.StartNew(() =>
        {
            together.SignalAndWait(TestContext.Current.CancellationToken);
            return record.Hold("case", conversations: ["c"]);
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        together.SignalAndWait(TestContext.Current.CancellationToken);
        record.Round().Run(TestContext.Current.CancellationToken);
        var hold = await placing;
        record.Round().Run(TestContext.Current.CancellationToken);
        Assert.Equal(hold < record.State.Orders.Keys.First() ? ["of c", "later"] : ["later"], record.Texts());
        Assert.Empty(record.Verify().Findings);
    }

    [Fact]
    public void An_entry_that_is_not_allowed_stops_all_removal()
    {
        record.Audit.Note(new AuditEntry(DecisionKinds.Agreed, "mallory@desk", new Agreement(1, "mallory", record.Time.Now, "").Details));
        Assert.Equal("Entry 3 of the audit log is not allowed: Nothing that entry 1 asks for is pending. Nothing is removed.", record.Round().Run(TestContext.Current.CancellationToken).Fault);
        Assert.Equal(3, record.Texts().Length);
        Assert.False(record.Verify().IsSound);
    }

    [Fact]
    public void A_hold_that_somebody_takes_out_of_the_audit_log_stops_all_removal()
    {
        record.Hold("case", conversations: ["c"]);
        record.Audit.Note(new AuditEntry(AuditKinds.Search, "olga@desk", []));
        record.Anchoring.Renew();
        var file = record.Layout.Audit.CurrentFile;
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"hold-placed\"", "\"hold-planned\"", StringComparison.Ordinal));
        Assert.StartsWith("The audit log does not verify: FAIL", record.Round().Run(TestContext.Current.CancellationToken).Fault);
        Assert.Equal(3, record.Texts().Length);
    }

    [Fact]
    public void An_entry_whose_time_was_made_up_stops_all_removal()
    {
        record.Hold("case", conversations: ["c", "d"]);
        var round = record.Round();
        Assert.Null(round.Run(TestContext.Current.CancellationToken).Fault);
        record.Time.Now -= 10 * KeptRecord.Day;
        KeptRecord.Allowed(record.Decisions.Ask(new Decision.PolicySet(new Policy("short", PolicyKinds.Room, 1)), "mallory@desk"));
        record.Time.Now += 10 * KeptRecord.Day;
        for (var look = 0; look < 2; look++) Assert.Contains("and it was not there at", round.Run(TestContext.Current.CancellationToken).Fault);
    }

    [Fact]
    public void A_file_that_was_changed_is_not_signed_anew()
    {
        var file = record.Talk.Folder.Files[0];
        File.WriteAllText(file, File.ReadAllText(file).Replace("of d", "of x", StringComparison.Ordinal));
        Assert.Throws<Archive.Log.RecordDamagedException>(() => record.Round().Run(TestContext.Current.CancellationToken));
        Assert.Contains("of c", record.Texts());
    }
}
