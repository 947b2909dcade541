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
