using System.Collections.Concurrent;
using Hansard.Archive.Tests.Copy;
using Hansard.Archive.Tests.Log;
using Hansard.Archive.Witness;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Archive.Tests.Witness;

public sealed class WitnessKeeperTests : IDisposable
{
    private readonly RecordFolder folder = new();
    private readonly StandInWitness one = new(), other = new();
    private readonly TestClock clock = new();
    private readonly ConcurrentQueue<string> troubled = new(), well = new(), alarms = new();

    public void Dispose()
    {
        one.Dispose();
        other.Dispose();
        folder.Dispose();
    }

    private void Append(int first, int count)
    {
        using var log = folder.Open();
        log.Append([.. Lines.Facts(first, count)]);
    }

    private WitnessKeeper Keep(params StandInWitness[] witnesses) => new(
        [.. witnesses.Select(witness => new WitnessTarget(witness.Prefix, witness.Key))],
        [new WitnessedLog("the record", folder.Layout, () => TestKey.Signer.Key)],
        new WitnessVoice(troubled.Enqueue, well.Enqueue, alarms.Enqueue), clock);

    private static Task UntilAsync(Func<bool> condition) => Patience.UntilAsync(condition, () => "a word of the witnesses");

    private void IsWitnessed(StandInWitness by, long size)
    {
        var verified = new RecordVerifier(folder.Layout, TestKey.Signer.Key) { Witness = by.Key }.Run(TestContext.Current.CancellationToken);
        Assert.Empty(verified.Findings);
        Assert.Equal(size, verified.WitnessedSize);
    }

    [Fact]
    public async Task Every_witness_signs_what_is_there_and_a_minute_later_what_came_since_and_nothing_twice()
    {
        one.Knows(TestKey.Signer.Key);
        other.Knows(TestKey.Signer.Key);
        Append(1, 3);
        await using var keeper = Keep(one, other);
        await UntilAsync(() => well.Count == 1);
        foreach (var witness in new[] { one, other }) IsWitnessed(witness, 3);

        // Within the minute and without anything new nobody is asked: the next question is about all that came until then.
        Append(4, 2);
        Append(6, 300);
        clock.Pass(WitnessKeeper.Between);
        await UntilAsync(() => well.Count == 2);
        foreach (var witness in new[] { one, other }) IsWitnessed(witness, 305);
        clock.Pass(WitnessKeeper.Between);
        Append(306, 1);
        await UntilAsync(() => well.Count == 3);
        Assert.Equal(["old 0 -> 200", "old 3 -> 200", "old 305 -> 200"], one.Requests);
        Assert.Equal(one.Requests, other.Requests);
        Assert.Empty(troubled.Concat(alarms));
    }

    [Fact]
    public async Task A_witness_that_does_not_sign_is_told_and_what_both_had_signed_stays_until_both_do_again()
    {
        one.Knows(TestKey.Signer.Key);
        other.Knows(TestKey.Signer.Key);
        Append(1, 3);
        await using (Keep(one, other)) await UntilAsync(() => well.Count == 1);
        other.Forgets(TestKey.Signer.Key);
        Append(4, 2);
        await using var keeper = Keep(one, other);
        await UntilAsync(() => !troubled.IsEmpty);
        Assert.Contains($"{other.Key.Name} does not sign the record", troubled.First(), StringComparison.Ordinal);
        foreach (var witness in new[] { one, other }) IsWitnessed(witness, 3);

        other.Knows(TestKey.Signer.Key);
        clock.Pass(WitnessKeeper.Between);
        await UntilAsync(() => well.Count == 2);
        foreach (var witness in new[] { one, other }) IsWitnessed(witness, 5);
        Assert.Empty(alarms);
    }

    [Fact]
    public async Task A_witness_that_has_seen_another_log_is_an_alarm()
    {
        one.Knows(TestKey.Signer.Key);
        Append(1, 3);
        await using (Keep(one)) await UntilAsync(() => well.Count == 1);
        Directory.Delete(folder.Layout.Folder, recursive: true);
        Append(11, 4);
        await using var keeper = Keep(one);
        await UntilAsync(() => !alarms.IsEmpty);
        Assert.Contains("somebody must look", Assert.Single(alarms), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Layout.WitnessedFile));
    }

    [Fact]
    public async Task A_record_that_has_no_checkpoint_yet_is_witnessed_as_soon_as_it_has()
    {
        one.Knows(TestKey.Signer.Key);
        await using var keeper = Keep(one);
        Append(1, 2);
        await UntilAsync(() => well.Count == 1);
        IsWitnessed(one, 2);
    }
}
