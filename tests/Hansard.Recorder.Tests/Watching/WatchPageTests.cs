using System.Net;
using System.Net.Sockets;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests.Watching;

public sealed class WatchPageTests : IAsyncLifetime
{
    private const string Prefix = "hansard_recorder_";

    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly Conversation dialog = new("d1a10000-0000-4000-8000-000000000007");

    private RecorderSettings Settings => TestNetwork.Settings(network.Address, folder.Path) with { Metrics = new Uri("http://127.0.0.1:0") };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Metrics_move_with_what_is_recorded()
    {
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            journal.Say(dialog, Person.Anna, "Ciao");
            journal.NewKey(dialog, Person.Bruno, wrapping => wrapping.KeyEncryptedBase64 = Convert.ToBase64String(new byte[512]));
            journal.Say(dialog, Person.Bruno, "Verschlossen");
        });
        await using var recorder = new RunningRecorder(Settings with { DiskLeft = _ => 123_456_789 });
        using var watched = new WatchedRecorder(recorder);
        await recorder.UntilAcknowledgedAsync(4);
        var before = await watched.ScrapeAsync();
        network.Change(journal =>
        {
            journal.NewKey(dialog, Person.Anna);
            journal.Say(dialog, Person.Anna, "Ciao di nuovo");
        });
        await recorder.UntilAcknowledgedAsync(6);
        var after = await watched.ScrapeAsync();

        Assert.Equal(1, before[Prefix + """info{network="default",recorder="compliance"}"""]);
        Assert.Equal((2, 2, 1), (before[Prefix + "messages_received_total"], before[Prefix + "messages_saved_total"], before[Prefix + "messages_failed_total"]));
        Assert.Equal((3, 3, 1), (after[Prefix + "messages_received_total"], after[Prefix + "messages_saved_total"], after[Prefix + "messages_failed_total"]));
        Assert.Equal((4, 6), (before[Prefix + "journal_position"], after[Prefix + "journal_position"]));
        Assert.Equal((0, 0, 0), (after[Prefix + "lag_facts"], after[Prefix + "lag_time_seconds"], after[Prefix + "connection_outage_seconds"]));
        Assert.Equal((1, 0, 0), (after[Prefix + "login_successes_total"], after[Prefix + "login_failures_total"], after[Prefix + "journal_gaps_total"]));
        Assert.Equal(123_456_789, after[Prefix + "disk_free_bytes"]);
        Assert.InRange(after[Prefix + "checkpoint_age_seconds"], 0, Client.Tests.Patience.Longest.TotalSeconds);
    }

    [Fact]
    public async Task Log_ins_that_are_refused_and_connections_that_are_lost_are_counted()
    {
        network.IsApproved = false;
        await using var recorder = new RunningRecorder(Settings);
        using var watched = new WatchedRecorder(recorder);
        await recorder.UntilAsync(now => now.LogInFailures >= 2);
        Assert.InRange((await watched.ScrapeAsync())[Prefix + "login_failures_total"], 2, double.MaxValue);
        network.IsApproved = true;
        await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
        Assert.Equal(1, (await watched.ScrapeAsync())[Prefix + "login_successes_total"]);
        network.Cut = _ => true;
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        await recorder.UntilAsync(now => now.DisconnectedSince is not null);
    }

    [Fact]
    public async Task Health_is_good_except_while_the_disk_halts_recording_and_then_it_says_why()
    {
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        await using var recorder = new RunningRecorder(Settings);
        using var watched = new WatchedRecorder(recorder);
        await recorder.UntilAcknowledgedAsync(1);
        using (var good = await watched.AskAsync("/healthz")) Assert.Equal((HttpStatusCode.OK, "ok\n"), (good.StatusCode, await TextAsync(good)));

        // It makes folders where there are none, until it has seen them once.
        Assert.True(SpinWait.SpinUntil(() => File.Exists(recorder.Settings.Record.AuditAnchorFile), Client.Tests.Patience.Longest));
        var elsewhere = recorder.Settings.Record.Folder + "-away";
        Directory.Move(recorder.Settings.Record.Folder, elsewhere);
        network.Change(journal => journal.Say(dialog, Person.Anna, "Während der Störung"));
        await recorder.UntilAsync(now => now.HaltReason is not null);
        using (var bad = await watched.AskAsync("/healthz"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, bad.StatusCode);
            Assert.StartsWith("halted: recording is halted: ", await TextAsync(bad), StringComparison.Ordinal);
        }
        var halted = await watched.ScrapeAsync();
        Assert.Equal((1, 1), (halted[Prefix + "halted"], halted[Prefix + "lag_facts"]));
        Assert.InRange(halted[Prefix + "lag_time_seconds"], 1, double.MaxValue);

        Directory.Move(elsewhere, recorder.Settings.Record.Folder);
        await recorder.UntilAcknowledgedAsync(2);
        using (var again = await watched.AskAsync("/healthz")) Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(0, (await watched.ScrapeAsync())[Prefix + "halted"]);
    }

    [Fact]
    public async Task It_answers_programs_of_this_machine_and_only_questions()
    {
        await using var recorder = new RunningRecorder(Settings);
        using var watched = new WatchedRecorder(recorder);
        using var rebound = await watched.AskAsync("/metrics", host: "attacker.example:9464");
        using var order = await watched.AskAsync("/metrics", HttpMethod.Post);
        using var elsewhere = await watched.AskAsync("/");
        using var local = await watched.AskAsync("/metrics", host: "localhost:9464");
        Assert.Equal(
            [HttpStatusCode.MisdirectedRequest, HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound, HttpStatusCode.OK],
            [rebound.StatusCode, order.StatusCode, elsewhere.StatusCode, local.StatusCode]);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_an_alarm_and_keeps_nothing_from_being_recorded()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        await using var recorder = new RunningRecorder(Settings with { Metrics = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}") });
        await recorder.UntilAcknowledgedAsync(1);
        Assert.Contains("ALARM: There are no metrics at", recorder.Status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9464", true)]
    [InlineData("http://localhost:9464", true)]
    [InlineData("http://[::1]:9464", true)]
    [InlineData("http://0.0.0.0:9464", false)]
    [InlineData("http://10.0.0.1:9464", false)]
    [InlineData("http://example.org:9464", false)]
    [InlineData("https://127.0.0.1:9464", false)]
    [InlineData("http://127.0.0.1:9464/metrics", false)]
    public void Only_an_address_of_this_machine_is_taken(string address, bool isTaken) => Assert.Equal(isTaken, RecorderSettings.CanShowMetricsAt(new Uri(address)));

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
