using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Storage;

namespace Hansard.Server.Tests.Reachability;

/// <summary>
/// Seven people with two devices each: Ann, Bob and Carl, who are in every group; Dan, who is in none; Eve and Fay, who change and go; Hal, who has no
/// keys yet. And a recorder. Ann acts on her first device.
/// </summary>
internal sealed class Street : IAsyncDisposable
{
    public const string Members = "ann/1 ann/2 bob/1 bob/2 carl/1 carl/2", ButAnns = "ann/2 bob/1 bob/2 carl/1 carl/2";

    private const int Devices = 2;

    private readonly Dictionary<string, TestPerson> devices = [];
    private readonly List<TestSocket> passers = [];
    private int guests;

    private Street(TestServer server) => Server = server;

    public TestServer Server { get; }

    public TestPerson this[string device] => devices[device];

    public TestPerson Ann => this["ann/1"];

    public TestPerson Bob => this["bob/1"];

    public TestPerson Carl => this["carl/1"];

    /// <summary>The group of the moment: Ann made it for Bob and Carl, Bob has said <c>his</c> in it and Ann <c>hers</c>.</summary>
    public string Group { get; private set; } = "";

    public TestBot Recorder { get; private set; } = null!;

    public TestSocket RecorderSocket { get; private set; } = null!;

    public static async Task<Street> Build()
    {
        // Time stands: what is told once in a while is told once, and nobody is late.
        Street street = new(await TestServer.Start(limits: new(TestServer.Unhurried) { ["codesPerNumberAndDay"] = 100 }, time: new TestClock()));
        string[] names = ["ann", "bob", "carl", "dan", "eve", "fay", "hal"];
        foreach ((int number, string name) in names.Index())
        {
            for (int device = 1; device <= Devices; device++) street.devices[$"{name}/{device}"] = await street.Server.Person($"+1555000000{number}");
            if (name == "hal") continue;
            await street[$"{name}/1"].AddKeys();
            await street[$"{name}/2"].LearnKeys();
        }
        (street.Recorder, street.RecorderSocket) = await TestBot.Recorder(street.Server);
        return street;
    }

    /// <summary>A new group for somebody to ask about.</summary>
    public async Task Meet(string group)
    {
        Group = group;
        await Found(Ann, group, Bob, Carl);
        await Bob.Say(group, "his");
        await Ann.Say(group, "hers");
    }

    /// <summary>Somebody makes a group, whose keys the recorder has too.</summary>
    public async Task Found(TestPerson creator, string group, params TestPerson[] members)
    {
        await creator.Discover(members);
        await creator.Socket.Get("RequestCreateConversationFull", Creation(creator, group, members));
    }

    public object Creation(TestPerson creator, string group, params TestPerson[] members) =>
        creator.Creation(group, isDialog: false, [], members, Recorder.UserId.Value);

    /// <summary>A socket on which nobody is signed in yet.</summary>
    public async Task<TestSocket> Connect()
    {
        TestSocket socket = await Server.Connect();
        passers.Add(socket);
        return socket;
    }

    /// <summary>Somebody with a telephone who is not registered yet.</summary>
    public async Task<TestPerson> Guest() => new($"+1666000000{++guests}", await Connect());

    /// <summary>Another device of somebody who has some.</summary>
    public async Task<TestPerson> Another(TestPerson person)
    {
        TestPerson another = new(person.Number, await Connect());
        await another.Register(Server.OutboxPath);
        return another;
    }

    /// <summary>These have ended, and are asked nothing any more.</summary>
    public async Task Gone(params string[] names)
    {
        foreach (string name in names)
        {
            await devices[name].DisposeAsync();
            devices.Remove(name);
        }
    }

    /// <summary>What every device was told since this was last asked, by the device: the types in their order. Who was told nothing is not in it.</summary>
    public async Task<SortedDictionary<string, string>> Told()
    {
        SortedDictionary<string, string> told = new(StringComparer.Ordinal);
        foreach ((string device, TestPerson person) in devices)
        {
            List<JsonObject> frames = await person.Told();
            if (frames.Count > 0) told[device] = string.Join(", ", frames.Select(frame => (string)frame["type"]!));
        }
        return told;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in devices.Values) await person.DisposeAsync();
        foreach (TestSocket socket in passers.Append(RecorderSocket)) await socket.DisposeAsync();
        await Server.DisposeAsync();
    }
}
