using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>The recorder's process killed again and again while people send files: the record is the journal, each file in it once.</summary>
public sealed class KilledWithFilesTests
{
    private static readonly bool Soak = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1";

    private static readonly int Kills = Soak ? 200 : 5;

    /// <summary>So that all of them make a hundred thousand in the long run.</summary>
    private static readonly int FactsPerKill = Soak ? 500 : 40;

    private const int FactsPerFile = 10;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_in_the_middle_of_a_file_it_fetches_it_again_and_has_it_once()
    {
        FileGate? gate = null;
        await using var network = await FileNetwork.StartAsync(server => (gate = new FileGate(server)).Address);
        await using var _ = gate;
        var (large, small) = (network.Make("large.bin", 40 << 20), network.Make("small.txt", 10));
        await network.SendAsync(small);
        await network.SendAsync(large);
        gate!.HoldsAfter = 10 << 20;
        await using (var recorder = new RecorderProcess(network.Network.Recorder))
        {
            Assert.True(await Task.WhenAny(gate.Held, recorder.Said) == gate.Held, gate.Held.IsCompleted ? "" : await recorder.Said);
            await recorder.KillAsync();
        }
        Assert.Contains(network.Attachments, path => Path.GetFileName(path).StartsWith(".incoming-", StringComparison.Ordinal));
        gate.HoldsAfter = long.MaxValue;
        await using (var again = new RunningRecorder(network.Network.Recorder)) await again.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(small, large);
    }

    [Fact]
    public async Task Killed_at_any_moment_every_fact_is_recorded_once_with_its_file()
    {
        await using var network = await FileNetwork.StartAsync();
        var random = new Random(20261121);
        var sent = new List<string>();
        var preview = network.Make("preview.jpg", 500);
        for (var kill = 0; kill < Kills; kill++)
        {
            var head = await network.Network.HeadAsync();
            var killAt = head + random.Next(1, FactsPerKill);
            await using var recorder = new RecorderProcess(network.Network.Recorder);
            await TalkAsync(network, head + FactsPerKill, sent, preview);
            while (await network.Network.AcknowledgedAsync() < killAt && !recorder.Said.IsCompleted) await Task.Yield();
            Assert.False(recorder.Said.IsCompleted, recorder.Said.IsCompleted ? await recorder.Said : "");
            Thread.SpinWait(random.Next(100_000));
            await recorder.KillAsync();
        }
        await using (var last = new RunningRecorder(network.Network.Recorder)) await last.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync([.. sent]);
        Assert.DoesNotContain(network.Attachments, path => Path.GetFileName(path).StartsWith('.'));
    }

    [Fact]
    public async Task Ended_between_a_file_and_its_line_it_uses_the_file_that_is_there()
    {
        await using var network = await FileNetwork.StartAsync();
        var (path, preview) = (network.Make("kept.pdf", 100_000), network.Make("kept.jpg", 700));
        await network.SendAsync(path, preview);
        var disk = new Hansard.Archive.Tests.Log.StubbornDisk { Refuses = network.Network.Recorder.Record.CurrentFile };
        await using (var recorder = new RunningRecorder(network.Network.Recorder with { Disk = disk }))
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.DiskHalted);
        Assert.Empty(network.Latest);
        var left = network.Attachments.Select(file => (file, File.GetLastWriteTimeUtc(file))).ToArray();
        Assert.Equal(2, left.Length);

        await using (var again = new RunningRecorder(network.Network.Recorder)) await again.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(path, preview);
        Assert.Equal(left, network.Attachments.Select(file => (file, File.GetLastWriteTimeUtc(file))));
    }

    /// <summary>Says things until the journal is so long, some of them with a file.</summary>
    private static async Task TalkAsync(FileNetwork network, long head, List<string> sent, string preview)
    {
        for (var n = 0; await network.Network.HeadAsync() < head; n++)
        {
            if (n % FactsPerFile == 0)
            {
                var path = network.Make($"{sent.Count}.txt", 1_000 + sent.Count * 331);
                await network.SendAsync(path, n % (2 * FactsPerFile) == 0 ? preview : null);
                sent.Add(path);
                if (n % (2 * FactsPerFile) == 0) sent.Add(preview);
            }
            RecordedNetwork.Done(await network.Anna.SendTextAsync(network.Dialog.Uuid, $"Nummer {n}", cancellation: Cancelled));
        }
    }
}
