using System.Diagnostics;
using Hansard.Record.Format;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

public sealed class KilledRecorderTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 100 : 5;

    private const int MessagesPerKill = 60;

    [Fact]
    public async Task Killed_again_and_again_it_records_every_fact_once_and_never_acknowledges_what_it_has_not()
    {
        using var folder = new TemporaryFolder();
        await using var network = new TestNetwork { PageSize = 9 };
        var random = new Random(20240301);
        var dialog = new Conversation("d1a10000-0000-4000-8000-000000000004");
        var said = new List<string>();
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        var layout = TestNetwork.Settings(network.Address, folder.Path).Record;
        var unrecorded = new List<long>();
        network.OnAcknowledged = through =>
        {
            if (RecordReader.Lines(layout).Count() < through) unrecorded.Add(through);
        };

        for (var kill = 0; kill < Kills; kill++)
        {
            var killAt = network.Journal.Head + random.Next(1, MessagesPerKill);
            network.Change(journal =>
            {
                for (var n = 0; n < MessagesPerKill; n++)
                {
                    if (random.Next(10) == 0) journal.NewKey(dialog, Person.Bruno);
                    said.Add($"Nummer {said.Count}");
                    journal.Say(dialog, Person.Anna, said[^1]);
                }
            });
            await RunUntilAcknowledgedAndKill(network, folder, killAt, random.Next(0, 100_000));
        }
        await using var last = new RunningRecorder(network, folder);
        await last.UntilAcknowledgedAsync(network.Journal.Head);

        Assert.Equal(Enumerable.Range(1, (int)network.Journal.Head).Select(seq => (long)seq), last.Lines.Select(line => line.Hansard!.Position.Seq));
        Assert.Equal(said, last.Lines.Where(line => line.MessageType == MessageType.Text).Select(line => line["message"]?.Parse().GetString()));
        Assert.All(last.Lines, line => Assert.Equal(LineStatus.Captured, line.Hansard!.Status));
        Assert.Empty(unrecorded);
    }

    private static async Task RunUntilAcknowledgedAndKill(TestNetwork network, TemporaryFolder folder, long seq, int spins)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var judge = network.OnAcknowledged;
        network.OnAcknowledged = through =>
        {
            judge?.Invoke(through);
            if (through >= seq) reached.TrySetResult();
        };
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [VictimRecorder.Verb, network.Address.ToString(), folder.Path])
        {
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (await Task.WhenAny(reached.Task, output) == output) Assert.Fail(await output);
        Thread.SpinWait(spins);
        process.Kill();
        await process.WaitForExitAsync();
        network.OnAcknowledged = judge;
    }
}
