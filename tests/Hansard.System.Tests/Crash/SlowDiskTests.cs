using System.Diagnostics;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>Killing a process proves no fsync, for the page cache survives it. This does: with a slow disk, answers are slow.</summary>
public sealed class SlowDiskTests
{
    private const int DelayMilliseconds = 50, Messages = 20;

    [Fact]
    public async Task With_a_disk_that_takes_50_ms_to_flush_no_answer_and_no_notification_comes_earlier()
    {
        await using var scene = await CrashScene.OpenAsync();
        await scene.Network.StopServerAsync();
        var trace = Path.Combine(scene.Network.DataFolder, "strace.log");
        await scene.Network.StartServerAsync("strace", "-f", "-qq", "--seccomp-bpf", "-y", "-o", trace, "-e", "trace=fsync,fdatasync",
            "-e", $"inject=fsync,fdatasync:delay_exit={DelayMilliseconds * 1_000}");
        await scene.ComeBackAsync();
        RawDevice sender = scene.Talkers[0].Device, receiver = scene.Talkers[1].Device;

        for (var number = 0; number < Messages; number++)
        {
            var sent = Stopwatch.StartNew();
            await sender.SendMessageAsync("dialog 1", $"slow {number}");
            await Task.WhenAll(UntilAsync(sender, sent), UntilAsync(receiver, sent));
        }
        var together = Stopwatch.StartNew();
        for (var number = 0; number < Messages; number++) await sender.SendMessageAsync("dialog 1", $"slow together {number}");
        for (var number = 0; number < Messages; number++) await UntilAsync(sender, together);

        await scene.Network.StopServerAsync();
        var flushes = File.ReadLines(trace).Count(line => line.Contains("hansard.db-wal", StringComparison.Ordinal) && line.Contains("DELAYED", StringComparison.Ordinal));
        Assert.True(flushes >= Messages, $"only {flushes} delayed flushes of the store");
    }

    /// <summary>The next frame may not come before the flush that makes it true.</summary>
    private static async Task UntilAsync(RawDevice device, Stopwatch sent)
    {
        var frame = await device.ReceiveAsync();
        Assert.NotNull(frame?["body"]!["message"]);
        Assert.True(sent.ElapsedMilliseconds >= DelayMilliseconds, $"an answer after {sent.ElapsedMilliseconds} ms: {frame.ToJsonString()}");
    }
}
