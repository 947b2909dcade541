using Hansard.Recorder.Alarms;
using Hansard.Recorder.Tests.Network;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Recorder.Tests.Alarms;

/// <summary>A recorder's alarms as somebody gets them who is called: each once when it begins and once when it is over.</summary>
public sealed class AlarmTests : IAsyncLifetime
{
    private static readonly AlarmThresholds None = new(null, null, null, null);

    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly WebhookReceiver called = new();
    private readonly TestClock clock = new();
    private readonly Conversation dialog = new("d1a10000-0000-4000-8000-000000000009");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        await called.DisposeAsync();
        folder.Dispose();
    }

    private RecorderSettings Settings(AlarmThresholds thresholds) => TestNetwork.Settings(network.Address, folder.Path) with
    {
        Webhook = new AlarmTarget(called.Address, System.Text.Encoding.UTF8.GetBytes(WebhookReceiver.Secret)), Thresholds = thresholds, Time = clock,
    };

    private static void IsWell(IReadOnlyList<TakenAlarm> taken, params (string Alarm, string State)[] expected)
    {
        Assert.Equal(expected, taken.Select(one => one.What));
        Assert.All(taken, one => Assert.True(one.IsSigned));
        Assert.All(taken, one => Assert.Equal(
            ("default", "compliance", one.Key), (one.Body.GetProperty("network").GetString(), one.Body.GetProperty("recorder").GetString(), one.Body.GetProperty("id").GetString())));
        Assert.Equal(taken.Count, taken.Select(one => one.Key).Distinct().Count());
    }

    [Fact]
    public async Task Too_long_without_a_connection_is_raised_once_and_cleared_once()
    {
        network.IsApproved = false;
        await using var recorder = new RunningRecorder(Settings(None with { Outage = TimeSpan.FromMinutes(10) }));
        await recorder.UntilAsync(now => now.LogInFailures > 0);
        clock.Pass(TimeSpan.FromMinutes(11));
        await called.UntilAsync("connection", "raised");
        clock.Pass(TimeSpan.FromMinutes(11));
        network.IsApproved = true;
        var taken = await called.UntilAsync("connection", "cleared");
        IsWell(taken, ("connection", "raised"), ("connection", "cleared"));
        Assert.Contains("ALARM: Nothing has come from the network for ", recorder.Status, StringComparison.Ordinal);
        Assert.Contains("Z The network is followed again.", recorder.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Little_room_on_the_disk_is_raised_once_and_cleared_once()
    {
        long left = 5;
        await using var recorder = new RunningRecorder(Settings(None with { DiskBytes = 10 }) with { DiskLeft = _ => Interlocked.Read(ref left) });
        await called.UntilAsync("disk", "raised");
        Interlocked.Exchange(ref left, 1_000);
        IsWell(await called.UntilAsync("disk", "cleared"), ("disk", "raised"), ("disk", "cleared"));
    }

    [Fact]
    public async Task A_disk_that_refuses_raises_that_the_record_is_behind_and_its_checkpoint_old_until_it_goes_on()
    {
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        await using var recorder = new RunningRecorder(Settings(None with { Lag = TimeSpan.FromMinutes(5), Checkpoint = TimeSpan.FromMinutes(2) }));
        await recorder.UntilAcknowledgedAsync(1);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(recorder.Settings.Record.AuditAnchorFile), Client.Tests.Patience.Longest));
        var elsewhere = recorder.Settings.Record.Folder + "-away";
        Directory.Move(recorder.Settings.Record.Folder, elsewhere);
        network.Change(journal => journal.Say(dialog, Person.Anna, "Während der Störung"));
        await called.UntilAsync("halted", "raised");
        await called.UntilAsync("lag", "raised");
        clock.Pass(TimeSpan.FromMinutes(3));
        await called.UntilAsync("checkpoint", "raised");

        Directory.Move(elsewhere, recorder.Settings.Record.Folder);
        await called.UntilAsync("halted", "cleared");
        await called.UntilAsync("lag", "cleared");
        var taken = await called.UntilAsync("checkpoint", "cleared");
        // The keepers of index and audit log say what they miss besides.
        foreach (var alarm in new[] { "halted", "lag", "checkpoint" })
            Assert.Equal([(alarm, "raised"), (alarm, "cleared")], taken.Where(one => one.What.Alarm == alarm).Select(one => one.What));
        Assert.All(taken, one => Assert.True(one.IsSigned));
        Assert.DoesNotContain(taken, one => one.Text.Contains("Störung", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_ends_the_recorder_is_told_before_it_has_ended()
    {
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        network.Tamper = page => page with { HeadHash = new string('0', 64) };
        await using var recorder = new RunningRecorder(Settings(None));
        Assert.Equal(1, await recorder.Ended);
        IsWell(called.Taken, ("event", "told"));
        Assert.Contains("Recording is halted", called.Taken[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alarms_that_nobody_takes_hold_nothing_up_and_come_when_they_are_taken_the_same_and_in_order()
    {
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isWell = false;
        var tried = new List<string>();
        called.Answer = alarm =>
        {
            tried.Add(alarm.Key);
            if (tried.Count > 1) again.TrySetResult();
            return Volatile.Read(ref isWell) ? 204 : 503;
        };
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            journal.NewKey(dialog, Person.Bruno, wrapping => wrapping.KeyEncryptedBase64 = Convert.ToBase64String(new byte[512]));
            journal.Say(dialog, Person.Bruno, "Verschlossen");
        });
        await using var recorder = new RunningRecorder(Settings(None));
        await recorder.UntilAcknowledgedAsync(3);
        await again.Task.WaitAsync(Client.Tests.Patience.Token);
        Assert.Empty(called.Taken);
        Volatile.Write(ref isWell, true);

        var taken = await called.UntilAsync(all => all.Count == 2);
        IsWell(taken, ("event", "told"), ("event", "told"));
        Assert.Equal(["The session key", "Fact 3 is recorde"], taken.Select(one => one.Text[..(one.Text.StartsWith("The", StringComparison.Ordinal) ? 15 : 17)]));
        Assert.Equal([taken[0].Key, taken[1].Key], tried.Distinct());
        Assert.DoesNotContain(taken, one => one.Text.Contains("Verschlossen", StringComparison.Ordinal));
    }
}
