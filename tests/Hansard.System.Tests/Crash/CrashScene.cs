using Hansard.Server.Admin;
using Hansard.System.Tests.Client;
using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>A server process that is killed and started again, and three dialogs of people who talk to each other.</summary>
internal sealed class CrashScene(TestNetwork network) : IAsyncDisposable
{
    private const int Dialogs = 3;

    private int acknowledged;
    private Trigger? trigger;

    private sealed record Trigger(int Count, Action Act);

    public TestNetwork Network => network;

    public List<Talker> Talkers { get; } = [];

    /// <param name="database">See <see cref="TestNetwork.StartAsync"/>; the settings too.</param>
    public static async Task<CrashScene> OpenAsync(string? database = null, params (string Name, string Value)[] settings)
    {
        CrashScene scene = new(await TestNetwork.StartAsync(database: database, settings: settings));
        await scene.Network.CommandAsync(new ChangeNetwork("default", Limits: new Dictionary<string, int>
        {
            ["messagesPerSecondPerUser"] = 1_000_000, ["messagesBurstPerUser"] = 1_000_000,
        }));
        for (var dialog = 1; dialog <= Dialogs; dialog++)
        {
            RawDevice one = new(scene.Network, $"+155500000{dialog}1"), other = new(scene.Network, $"+155500000{dialog}2");
            await one.RegisterAsync();
            await other.RegisterAsync();
            await one.OpenDialogAsync($"dialog {dialog}", other);
            scene.Talkers.Add(new Talker(one, $"one of {dialog}", $"dialog {dialog}", scene.CountAcknowledged));
            scene.Talkers.Add(new Talker(other, $"other of {dialog}", $"dialog {dialog}", scene.CountAcknowledged));
        }
        return scene;
    }

    /// <summary>Everybody on a new socket, signed in.</summary>
    public async Task ComeBackAsync()
    {
        foreach (var talker in Talkers) await talker.Device.ConnectAsync();
        foreach (var talker in Talkers) await talker.Device.SignInAsync();
    }

    /// <summary>Does something at the very moment at which so many more messages are acknowledged, on the thread that learns of it.</summary>
    public Task WhenAcknowledgedAsync(int more, Func<Task> act)
    {
        TaskCompletionSource<Task> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref trigger, new Trigger(Volatile.Read(ref acknowledged) + more, () => done.SetResult(act())));
        return done.Task.Unwrap().WaitAsync(TestNetwork.Cancelled);
    }

    /// <summary>When everybody has had an answer to everything: exactly that is there, once.</summary>
    public void AssertStoredIsWhatWasAcknowledged()
    {
        var stored = StoredJournal.Check(Network);
        foreach (var dialog in Talkers.GroupBy(talker => talker.Conversation))
            Assert.Equal(dialog.SelectMany(talker => talker.Acknowledged).Order(StringComparer.Ordinal), stored.Messages[dialog.Key].Order(StringComparer.Ordinal));
    }

    private void CountAcknowledged()
    {
        var now = Interlocked.Increment(ref acknowledged);
        if (Volatile.Read(ref trigger) is { } set && now >= set.Count && Interlocked.CompareExchange(ref trigger, null, set) == set) set.Act();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var talker in Talkers) await talker.Device.DisposeAsync();
        await network.DisposeAsync();
    }
}
