using System.Text.Json.Nodes;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Fanout;

/// <summary>Ann and Bob with two devices each, Carl with one, and Eve, who is in nothing.</summary>
public sealed class Household : IAsyncLifetime
{
    private readonly Dictionary<string, TestPerson> devices = [];

    internal TestServer Server { get; private set; } = null!;

    internal TestPerson this[string device] => devices[device];

    public async ValueTask InitializeAsync()
    {
        // Time stands: what is told once in a while is told once, however long that takes here.
        Server = await TestServer.Start(limits: TestServer.Unhurried, time: new TestClock());
        foreach ((string device, string number) in new[] { ("ann/1", "1"), ("ann/2", "1"), ("bob/1", "2"), ("bob/2", "2"), ("carl", "3"), ("eve", "4") })
            devices[device] = await Server.Person($"+1555000000{number}");
        foreach (string device in (string[])["ann/1", "bob/1", "carl", "eve"]) await devices[device].AddKeys();
        foreach (string device in (string[])["ann/2", "bob/2"]) await devices[device].LearnKeys();
    }

    /// <summary>What was done, and what everybody was told of it.</summary>
    internal async Task<Telling> After(Func<Task> act)
    {
        await Told();
        await act();
        return new Telling(await Told());
    }

    private async Task<Dictionary<string, List<JsonObject>>> Told()
    {
        Dictionary<string, List<JsonObject>> told = [];
        foreach ((string device, TestPerson person) in devices) told[device] = await person.Told();
        return told;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in devices.Values) await person.DisposeAsync();
        await Server.DisposeAsync();
    }
}

internal sealed class Telling(Dictionary<string, List<JsonObject>> told)
{
    /// <summary>One line per device that was told anything: its name and the types in their order.</summary>
    public string Lines => string.Join('\n', told.Where(device => device.Value.Count > 0)
        .Select(device => $"{device.Key}: {string.Join(", ", device.Value.Select(frame => (string)frame["type"]!))}"));

    /// <summary>The body of a device's one notification of this type.</summary>
    public JsonNode Body(string device, string type) => Assert.Single(told[device], frame => (string)frame["type"]! == type)["body"]!;
}
