using Hansard.Archive.Copy;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Verify;
using Xunit;

namespace Hansard.Archive.Tests.Copy;

public sealed class BucketCopyTests : IAsyncLifetime
{
    private readonly CopiedRecord record = new();
    private readonly S3StandIn store = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        record.Dispose();
    }

    private CopyTargets ToStore => new(S3: store.Target);

    private Task UntilCopiedAsync() => Patience.UntilAsync(
        () => record.Said.Contains($"{record.Closed[^1].File} and its attachments are copied."), () => string.Join('\n', record.Said));

    /// <summary>An auditor who has nothing but what is in the bucket finds a sound record of all closed files.</summary>
    private async Task<Verification> VerifyAsync()
    {
        var verified = new RecordVerifier(new RecordLayout(await store.FetchAsync()), TestKey.Signer.Key).Run(TestContext.Current.CancellationToken);
        Assert.Empty(verified.Findings);
        var last = record.Closed[^1];
        Assert.Equal((last.LogSize, last.LastSeq), (verified.Lines, verified.LastSeq));
        return verified;
    }

    [Fact]
    public async Task Closed_files_with_their_attachments_and_log_are_a_record_by_themselves_and_grow()
    {
        await store.StartAsync();
        record.Append(300);
        record.Attach(1_000);
        record.Attach(0);
        record.Append(250);
        await using var copies = record.Copy(ToStore);
        await UntilCopiedAsync();
        Assert.Equal(2, (await VerifyAsync()).Attachments);

        record.Attach(5_000_000);
        record.Append(500);
        await UntilCopiedAsync();
        Assert.Equal(3, (await VerifyAsync()).Attachments);
        Assert.True(record.Closed.Count > 3);
        Assert.DoesNotContain(record.Said, sentence => sentence.StartsWith("ALARM", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_is_away_or_killed_holds_up_nothing_and_is_caught_up_with()
    {
        record.Append(300);
        await using var copies = record.Copy(ToStore);
        await Patience.UntilAsync(() => record.Said.Any(sentence => sentence.StartsWith("ALARM: The copy to", StringComparison.Ordinal)), () => "an alarm");
        record.Append(300);
        await store.StartAsync();
        await UntilCopiedAsync();
        await store.KillAsync();
        for (var n = 0; n < 20; n++) record.Attach(100_000);
        record.Append(300);
        await Patience.UntilAsync(() => record.Said.Count(sentence => sentence.StartsWith("ALARM", StringComparison.Ordinal)) == 2, () => string.Join('\n', record.Said));
        await store.StartAsync();
        await UntilCopiedAsync();
        Assert.Equal(20, (await VerifyAsync()).Attachments);
        Assert.All(record.Said, sentence => Assert.DoesNotContain("S3RVER", sentence, StringComparison.Ordinal));
        Assert.DoesNotContain("S3RVER", store.Target.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_lines_leave_the_copy_with_their_attachments_while_it_runs_and_after_a_start()
    {
        await store.StartAsync();
        record.Append(100);
        var (first, second) = (record.Attach(1_000), record.Attach(2_000));
        record.Append(700);
        var (one, two) = (record.PlaceOf(101), record.PlaceOf(102));
        await using (record.Copy(ToStore))
        {
            await UntilCopiedAsync();
            Assert.Equal(2, (await VerifyAsync()).Attachments);
            Assert.Equal(1, record.Remove(one.File, one.Place - 1, one.Place).Attachments);
            await UntilRemovedAsync(one.File, 1);
            Assert.False(File.Exists(first));
            Assert.Equal((1, 2), (await VerifyAsync()) is var found ? (found.Attachments, found.Removed["rule#1"]) : default);
        }
        Assert.Equal(1, record.Remove(two.File, two.Place).Attachments);
        Assert.False(File.Exists(second));
        record.Append(300);
        await using (record.Copy(ToStore))
        {
            await UntilRemovedAsync(two.File, one.File == two.File ? 2 : 1);
            await UntilCopiedAsync();
            Assert.Equal((0, 3), (await VerifyAsync()) is var found ? (found.Attachments, found.Removed["rule#1"]) : default);
        }
        var fetched = await store.FetchAsync();
        Assert.All(Directory.EnumerateFiles(Path.Combine(fetched, "messages"), "*.log"), file => Assert.DoesNotContain("però 101 ", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.DoesNotContain(record.Said, sentence => sentence.StartsWith("ALARM", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_removal_whose_way_to_the_copy_is_cut_off_anywhere_gets_there_in_the_end()
    {
        await store.StartAsync();
        record.Append(100);
        for (var n = 0; n < 5; n++) record.Attach(1_000 + n);
        record.Append(700);
        await using var copies = record.Copy(ToStore);
        await UntilCopiedAsync();
        var times = new Dictionary<string, int>();
        foreach (var fact in Enumerable.Range(101, 5))
        {
            await store.KillAsync();
            var (file, place) = record.PlaceOf(fact);
            record.Remove(file, place);
            await store.StartAsync();
            // Whatever of it has arrived by now.
            await store.KillAsync();
            await store.StartAsync();
            await UntilRemovedAsync(file, times[file] = times.GetValueOrDefault(file) + 1);
            Assert.Equal((105 - fact, fact - 100), (await VerifyAsync()) is var found ? (found.Attachments, found.Removed["rule#1"]) : default);
        }
    }

    [Fact]
    public async Task A_file_that_was_set_back_to_what_it_said_before_is_not_copied()
    {
        await store.StartAsync();
        record.Append(500);
        var file = Path.Combine(record.Layout.MessagesFolder, record.Closed[0].File);
        var before = (File.ReadAllBytes(file), File.ReadAllBytes(RecordLayout.ManifestOf(file)));
        await using (record.Copy(ToStore))
        {
            await UntilCopiedAsync();
            record.Remove(Path.GetFileName(file), 3);
            await UntilRemovedAsync(Path.GetFileName(file), 1);
        }
        File.WriteAllBytes(file, before.Item1);
        File.WriteAllBytes(RecordLayout.ManifestOf(file), before.Item2);
        await using (record.Copy(ToStore)) await Patience.UntilAsync(() => record.Said.Any(sentence => sentence.Contains("has lines that were removed from its copy", StringComparison.Ordinal)), () => string.Join('\n', record.Said));
        Assert.Equal(1, (await VerifyAsync()).Removed["rule#1"]);
    }

    private Task UntilRemovedAsync(string file, int times) => Patience.UntilAsync(
        () => record.Said.Count(sentence => sentence == $"Lines that were removed from {file} have left its copy.") == times, () => string.Join('\n', record.Said));

    [Fact]
    public async Task What_is_copied_is_not_copied_again_after_a_restart()
    {
        await store.StartAsync();
        record.Append(300);
        await using (record.Copy(ToStore)) await UntilCopiedAsync();
        var first = record.Closed[0].File;
        await store.DeleteAsync($"messages/{first}");
        record.Append(300);
        await using (record.Copy(ToStore)) await UntilCopiedAsync();
        var fetched = await store.FetchAsync();
        Assert.False(File.Exists(Path.Combine(fetched, "messages", first)));
        Assert.True(File.Exists(Path.Combine(fetched, "messages", record.Closed[^1].File)));
        // Another prefix is another copy, and begins at the beginning.
        await using (record.Copy(new CopyTargets(store.Target with { Prefix = "default/bot/again/" }))) await Patience.UntilAsync(() => record.Said.Count(sentence => sentence.Contains(first, StringComparison.Ordinal)) == 2, () => string.Join('\n', record.Said));
    }

    [Fact]
    public async Task A_file_of_more_than_a_hundred_megabytes_goes_up_in_parts_in_little_memory()
    {
        await store.StartAsync();
        record.Attach(110_000_000);
        record.Append(300);
        // With less memory than the file has, and less than a part of it.
        await CopierProcess.RunAsync(record, store.Address, heapBytes: 48 * 1024 * 1024);
        Assert.Equal(1, (await VerifyAsync()).Attachments);
    }

    [Fact]
    public async Task An_attachment_that_is_not_what_was_recorded_is_not_copied_as_if_it_were()
    {
        await store.StartAsync();
        File.AppendAllText(record.Attach(1_000), "more");
        record.Append(300);
        await using var copies = record.Copy(ToStore);
        await UntilCopiedAsync();
        Assert.Contains(record.Said, sentence => sentence.StartsWith("ALARM: The attachment", StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(await store.FetchAsync(), "attachments"));
    }
}
