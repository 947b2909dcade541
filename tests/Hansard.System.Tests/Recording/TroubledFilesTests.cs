using Hansard.Archive.Tests.Log;
using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>Every operation of the recorder's disk made to fail once in turn, files included.</summary>
public sealed class TroubledFilesTests
{
    /// <summary>How many operations are passed over between two that fail; in the long run none is.</summary>
    private static readonly int Stride = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 0 : 22;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_fails_once_files_and_lines_are_there_once_and_whole(bool renamedAllTheSame)
    {
        await using var network = await FileNetwork.StartAsync();
        var (path, preview, late) = (network.Make("plan.pdf", 100_000), network.Make("plan.jpg", 700), network.Make("late.txt", 70_000));
        await network.SendAsync(path, preview);
        var draft = await network.DraftAsync(late);
        await network.BeginAsync(draft);
        // Between the two the message without its file is recorded.
        await using (var recorder = new RunningRecorder(network.Network.Recorder)) await recorder.UntilRecordedAsync(network.Network);
        RecordedNetwork.Done(await network.Anna.SendFileAsync(draft, cancellation: TestContext.Current.CancellationToken));
        await network.SendAsync(path);

        var before = network.Network.Recorder.HostFolder;
        var head = await network.Network.HeadAsync();
        for (var n = 0; ; n += Stride + 1)
        {
            var copy = Directory.CreateTempSubdirectory("hansard-copy-").FullName;
            Copy(before, copy);
            var disk = new FailingDisk(n, renamedAllTheSame);
            var settings = network.Network.Recorder with { HostFolder = copy, Disk = disk };
            await using (var recorder = new RunningRecorder(settings)) await recorder.UntilAsync(now => now.RecordedSeq == head && now.FilesRecorded >= 2);
            // What could not even be removed is removed at the next start.
            await using (var again = new RunningRecorder(settings with { Disk = new Hansard.Archive.Log.PosixDisk() })) await again.UntilAsync(now => now.AcknowledgedSeq == head);
            await network.IsSoundAsync(settings.Record, path, preview, late, path);
            Directory.Delete(copy, recursive: true);
            if (disk.Failed is null) break;
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(to + folder[from.Length..]);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, to + file[from.Length..]);
    }
}
