using System.Diagnostics;
using System.Globalization;
using Hansard.Archive.Copy;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Copy;

/// <summary>A process that copies a record's closed files and has only so much memory for it.</summary>
internal static class CopierProcess
{
    public const string Verb = "copy-closed-files";

    public static async Task RunAsync(CopiedRecord record, Uri store, long heapBytes)
    {
        Directory.CreateDirectory(record.State);
        ProcessStartInfo start = new(Environment.ProcessPath!, [Verb, record.Layout.Folder, record.State, store.ToString(), record.Closed[^1].File]) { RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = heapBytes.ToString("x", CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (process.ExitCode, errors));
    }

    /// <summary>Ends when the last file is copied, and with the first alarm.</summary>
    public static async Task<int> CopyAsync(string folder, string state, string store, string last)
    {
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        CopyVoice voice = new(
            sentence =>
            {
                if (sentence.StartsWith(last, StringComparison.Ordinal)) done.TrySetResult(0);
            },
            sentence =>
            {
                Console.Error.WriteLine(sentence);
                done.TrySetResult(1);
            });
        var target = new S3Target(new Uri(store), S3StandIn.Bucket, S3StandIn.Prefix, S3Target.DefaultRegion, S3Credentials.Of(S3StandIn.Key, S3StandIn.Key, null)!);
        await using var copies = SecondCopies.Start(new CopyTargets(target), new RecordLayout(folder), new PosixDisk(), state, TestKey.Signer, voice, TimeProvider.System);
        return await done.Task;
    }
}
