using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Copy;

/// <summary>The copies of a running record, beside it: they read what is on its disk, and what they do or fail to do holds it up in nothing.</summary>
public sealed class SecondCopies : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private SecondCopies(IEnumerable<Func<CancellationToken, Task>> copies) => running = Task.WhenAll(copies.Select(copy => Task.Run(() => copy(stopping.Token))));

    /// <param name="folder">Where it is noted how far they have come.</param>
    /// <param name="signer">The record's: a copy has checkpoints of its own.</param>
    public static SecondCopies Start(CopyTargets targets, RecordLayout layout, IRecordDisk disk, string folder, NoteSigner signer, CopyVoice voice, TimeProvider time)
    {
        var copies = new List<Func<CancellationToken, Task>>();
        if (targets.S3 is { } bucket) copies.Add(stop => ToBucketAsync(bucket, layout, disk, Path.Combine(folder, "copy-s3"), signer, voice, time, stop));
        if (targets.Syslog is { } syslog) copies.Add(stop => ToSyslogAsync(syslog, layout, disk, Path.Combine(folder, "copy-syslog"), signer.Key, voice, time, stop));
        return new SecondCopies(copies);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private static async Task ToBucketAsync(
        S3Target target, RecordLayout layout, IRecordDisk disk, string cursor, NoteSigner signer, CopyVoice voice, TimeProvider time, CancellationToken stop)
    {
        using var store = new S3Store(target);
        ClosedFileCopy? copy = null;
        await new CopyRounds(target.Name, voice, time).RunAsync(async cancel =>
        {
            copy ??= new ClosedFileCopy(layout, signer, store, CopyCursor.Open(disk, cursor, target.Name, ClosedFileCopy.CursorNumbers), voice);
            return await copy.RunAsync(cancel) > 0;
        }, S3Store.IsPassing, stop);
    }

    private static async Task ToSyslogAsync(
        SyslogTarget target, RecordLayout layout, IRecordDisk disk, string cursor, VerifierKey key, CopyVoice voice, TimeProvider time, CancellationToken stop)
    {
        LineCopy? copy = null;
        await new CopyRounds(target.Name, voice, time).RunAsync(async cancel =>
        {
            copy ??= new LineCopy(new LoggedLines(layout, key), new SyslogSender(target, time), CopyCursor.Open(disk, cursor, target.Name, numbers: 1));
            return await copy.RunAsync(cancel);
        }, SyslogSender.IsPassing, stop);
    }
}
