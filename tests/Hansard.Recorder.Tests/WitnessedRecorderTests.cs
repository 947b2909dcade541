using System.Net;
using System.Net.Sockets;
using Hansard.Archive.Tests.Witness;
using Hansard.Archive.Witness;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Recorder.Tests.Network;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Recorder.Tests;

public sealed class WitnessedRecorderTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly TestClock clock = new();
    private readonly Conversation dialog = new("d1a10000-0000-4000-8000-00000000000b");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    private static VerifierKey KeyOf(RecordLayout record) => VerifierKey.TryParse(File.ReadAllText(record.VerifierKeyFile).Trim(), out var key) ? key! : throw new InvalidDataException();

    private static void Until(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Client.Tests.Patience.Longest));

    [Fact]
    public async Task Record_and_audit_log_are_signed_by_a_witness_as_soon_as_it_knows_them()
    {
        using StandInWitness witness = new();
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        var settings = TestNetwork.Settings(network.Address, folder.Path) with { Witnesses = [new WitnessTarget(witness.Prefix, witness.Key)], Time = clock };
        await using var recorder = new RunningRecorder(settings);
        await recorder.UntilAcknowledgedAsync(1);
        Until(() => recorder.Status.Contains($"ALARM: {witness.Key.Name} does not sign ", StringComparison.Ordinal) && File.Exists(settings.Record.AuditAnchorFile));
        foreach (var log in new[] { settings.Record, settings.Record.Audit }) witness.Knows(KeyOf(log));
        clock.Pass(WitnessKeeper.Between);
        Until(() => recorder.Status.Contains("The witnesses sign.", StringComparison.Ordinal));

        foreach (var log in new[] { settings.Record, settings.Record.Audit })
        {
            var verified = new RecordVerifier(log, KeyOf(log)) { Witness = witness.Key }.Run(TestContext.Current.CancellationToken);
            Assert.Empty(verified.Findings);
            Assert.Equal(verified.Size, verified.WitnessedSize);
        }
    }

    [Fact]
    public async Task A_witness_that_never_answers_holds_nothing_up()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            for (var n = 0; n < 20; n++) journal.Say(dialog, Person.Anna, $"Ciao {n}");
        });
        network.PageSize = 2;
        using StandInWitness nobody = new();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await using var recorder = new RunningRecorder(TestNetwork.Settings(network.Address, folder.Path) with { Witnesses = [new WitnessTarget(address, nobody.Key)] });
        await recorder.UntilAcknowledgedAsync(21);
        // The question is under way; ending does not wait for its answer either.
        using var asked = await silent.AcceptTcpClientAsync(Client.Tests.Patience.Token);
        network.Change(journal => journal.Say(dialog, Person.Anna, "Ciao ancora"));
        await recorder.UntilAcknowledgedAsync(22);
        Assert.Equal(0, await recorder.StopAsync());
    }
}
