using System.Diagnostics;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Retention.Removing;

public sealed class KilledRemoverTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 200 : 12;

    [Fact]
    public async Task However_often_the_remover_is_killed_the_record_verifies_at_once_and_after_the_next_start_and_every_line_is_as_it_was_or_gone()
    {
        using var folder = new RecordFolder();
        using (var log = folder.Open(rotation: VictimRemover.Rotation)) log.Append([.. Lines.Facts(1, VictimRemover.Facts)]);
        var random = new Random(20310203);
        long removed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            var told = await RemoveAndKill(folder.Layout.Folder, random.Next(0, 12), random.Next(0, 100_000));
            Assert.Empty(folder.Verify().Findings);
            new LineRemover(folder.Layout, new PosixDisk(), TestKey.Signer).Recover();
            var found = folder.Verify();
            Assert.Empty(found.Findings);
            Assert.Empty(found.BeingRemoved);
            Assert.Empty(Directory.EnumerateFiles(folder.Layout.MessagesFolder, "*" + RecordLayout.BeingRemoved + "*"));
            Assert.True(found.Removed.Values.Sum() >= removed + told, $"{told} more than {removed} were told as removed, {found.Removed.Values.Sum()} are");
            removed = found.Removed.Values.Sum();
            using (folder.Open())
            {
            }
        }
        Assert.True(removed > 0);
        foreach (var line in RecordReader.StoredLines(folder.Layout))
            if (!RemovedLine.TryRead(line.Utf8, out _)) Assert.Equal(Lines.Of(line.Read().Hansard!.Position).ToUtf8(), line.Utf8.ToArray());
    }

    /// <summary>Lets a process remove until it has told so many removals and a moment more, then kills it.</summary>
    private static async Task<long> RemoveAndKill(string folder, int removals, int spins)
    {
        using var remover = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [VictimRemover.Verb, folder]) { RedirectStandardOutput = true })!;
        long told = 0;
        for (var removal = 0; removal <= removals; removal++) told += long.Parse((await remover.StandardOutput.ReadLineAsync())!);
        Thread.SpinWait(spins);
        remover.Kill();
        while (await remover.StandardOutput.ReadLineAsync() is { } line)
            if (long.TryParse(line, out var later)) told += later;
        await remover.WaitForExitAsync();
        return told;
    }
}
