using System.Diagnostics;
using System.Globalization;
using Hansard.Archive.Export;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Prove;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>
/// A process that exports is killed as it is about to change the disk for the n-th time, which strace counts: no time is involved, and it cannot have ended before. What
/// its other threads have done by then differs from run to run, as it would.
/// </summary>
public sealed class KilledExporterTests
{
    /// <summary>Evenly over the writes of its first thread.</summary>
    private static readonly int Kills = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 60 : 2;

    private const int Killed = 128 + 9;

    [Theory]
    [InlineData(ExportFormat.Jsonl)]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Actiance)]
    [InlineData(ExportFormat.Eml)]
    [InlineData(ExportFormat.Rsmf)]
    [InlineData(ExportFormat.Html)]
    public async Task Wherever_its_process_was_killed_the_same_export_again_completes_it(ExportFormat format)
    {
        using TalkRecord record = new(ManyTalks);
        record.OpenIndex().Dispose();
        var (ended, writes) = await RunAsync(record, format, "whole", "trace=pwrite64");
        Assert.Equal(0, ended);
        var whole = TalkRecord.Compared(record.Out("whole"));
        var moments = Enumerable.Range(1, Kills).Select(kill => At("pwrite64", Math.Max(1, kill * writes / (Kills + 1))))
            // The manifest is about to get its name; the manifest is there, and what only an unfinished export needs too.
            .Append(At("rename", 1)).Append(At("rmdir", 1)).ToArray();
        var begun = 0;
        foreach (var (moment, kill) in moments.Select((moment, kill) => (moment, kill)))
        {
            var to = $"killed-{kill}";
            Assert.Equal(Killed, (await RunAsync(record, format, to, moment)).Ended);
            // The first writes are the index's, which is opened before anything else.
            if (File.Exists(Path.Combine(record.Out(to), "export-state.jsonl"))) begun++;

            VictimExporter.Export(record.Layout, format, record.Out(to));

            Assert.Equal(whole, TalkRecord.Compared(record.Out(to)));
            Assert.Equal((null, (long)record.Talk.Lines.Count), (ExportCheck.Run(record.Out(to), TestKey.Signer.Key) is var check ? check.Fault : null, check.Lines));
        }
        Assert.InRange(begun, Kills / 2, moments.Length);
    }

    /// <summary>Some days of some conversations, with all that there is in the other tests.</summary>
    private static void ManyTalks(Talk talk)
    {
        Scenes.Everything(talk);
        for (var line = 0; line < 1_500; line++)
        {
            talk.Second = 5_000 + line * 120;
            var conversation = string.Create(CultureInfo.InvariantCulture, $"c{line % 40}");
            if (line % 100 == 50) talk.Sent(conversation, "Cleo", "plan.png", "image/png", Scenes.Picture);
            else talk.Say(conversation, line % 3 == 0 ? "Anna" : "Ben", string.Create(CultureInfo.InvariantCulture, $"{new string('x', 1_000)} {line}"));
        }
    }

    private static string At(string call, int number) => string.Create(CultureInfo.InvariantCulture, $"inject={call}:signal=KILL:when={number}");

    /// <returns>How the process ended, and how many calls its first thread made that strace was to write down.</returns>
    private static async Task<(int Ended, int Calls)> RunAsync(TalkRecord record, ExportFormat format, string to, string expression)
    {
        var trace = record.Out($"trace-{to}");
        using var strace = Process.Start(new ProcessStartInfo("strace",
            ["-f", "-qq", "--seccomp-bpf", "-o", trace, "-e", expression, Environment.ProcessPath!, VictimExporter.Verb, record.Layout.Folder, format.ToString(), record.Out(to)])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            // Its socket for debuggers is made and unlinked on the disk, too.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        })!;
        var errors = strace.StandardError.ReadToEndAsync();
        var process = (await strace.StandardOutput.ReadToEndAsync()).Trim();
        await strace.WaitForExitAsync();
        Assert.True(strace.ExitCode is 0 or Killed, $"{strace.ExitCode}: {await errors}");
        return (strace.ExitCode, File.ReadLines(trace).Count(line => line.StartsWith($"{process} ", StringComparison.Ordinal)));
    }
}
