using System.Diagnostics;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Log;

public sealed class KilledWriterTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 300 : 12;

    [Fact]
    public async Task However_often_the_writer_is_killed_the_record_holds_each_fact_once_and_all_that_was_acknowledged()
    {
        using var folder = new RecordFolder();
        var random = new Random(20240229);
        long recorded = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var acknowledged = await WriteAndKill(folder.Layout.Folder, random.Next(1, 40), random.Next(0, 3000));
            using (var log = folder.Open())
            {
                Assert.True(acknowledged > recorded, "the writer went on");
                Assert.True(log.LastSeq >= acknowledged, $"{acknowledged} were acknowledged, {log.LastSeq} are there");
                Assert.Equal(Lines.ChainAt(log.LastSeq), log.Chain);
                recorded = log.LastSeq;
            }
            folder.HoldsExactly(recorded);
            folder.IsSound(recorded);
            Assert.All(RecordReader.Heads(folder.Layout), head => Assert.True(head.Seq <= recorded));
        }
    }

    /// <summary>Lets a process write until it has acknowledged that many batches and a moment more, then kills it.</summary>
    /// <param name="spins">The moment: too short for a timer, long enough to hit any place of a write.</param>
    private static async Task<long> WriteAndKill(string folder, int batches, int spins)
    {
        using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [VictimWriter.Verb, folder]) { RedirectStandardOutput = true })!;
        long acknowledged = 0;
        for (var batch = 0; batch < batches; batch++)
            acknowledged = long.Parse((await writer.StandardOutput.ReadLineAsync())!);
        Thread.SpinWait(spins);
        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
            if (long.TryParse(line, out var later)) acknowledged = Math.Max(acknowledged, later);
        await writer.WaitForExitAsync();
        return acknowledged;
    }
}
