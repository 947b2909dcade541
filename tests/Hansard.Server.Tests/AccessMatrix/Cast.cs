using System.Text.Json.Nodes;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Bots;

namespace Hansard.Server.Tests.AccessMatrix;

/// <summary>Whoever may ask something of a conversation, in the order of the matrix' columns.</summary>
internal enum Role
{
    SignedOut,

    /// <summary>Signed in, in no conversation with the others and known to none.</summary>
    Stranger,
    Member,
    Admin,

    /// <summary>Was a member and left.</summary>
    Left,

    /// <summary>Was a member and was put out.</summary>
    Kicked,

    /// <summary>A member whom the network has blocked.</summary>
    Blocked,

    /// <summary>Signed in to another network of the same server.</summary>
    Elsewhere,
    Recorder,
}

/// <summary>One of each role on one server, and one conversation after another for them to ask about.</summary>
internal sealed class Cast : IAsyncDisposable
{
    private readonly TestServer server;
    private readonly Dictionary<Role, TestPerson> people = [];
    private readonly Dictionary<Role, TestSocket> sockets = [];
    private int conversations;

    private Cast(TestServer server) => this.server = server;

    /// <summary>A member whom others' requests are about.</summary>
    public TestPerson Target { get; private set; } = null!;

    /// <summary>In no conversation; everybody of his network knows him.</summary>
    public TestPerson Newcomer { get; private set; } = null!;

    /// <summary>Every key of the network is wrapped for it.</summary>
    public string RecorderId { get; private set; } = "";

    public TestServer Server => server;

    /// <summary>The conversation of the moment, in which the member has said <see cref="Message"/>.</summary>
    public string Conversation { get; private set; } = "";

    public string Message => "said in " + Conversation;

    /// <summary>The one that it is written under.</summary>
    public string SessionKey { get; private set; } = "";

    public static async Task<Cast> Gather()
    {
        Cast cast = new(await TestServer.Start(limits: TestServer.Unhurried));
        TestServer server = cast.server;
        await server.Command(new CreateNetwork("branch", "off", null));
        (cast.Target, cast.Newcomer) = (await server.Keyed("+15550000001"), await server.Keyed("+15550000002"));
        Role[] here = [Role.Stranger, Role.Member, Role.Admin, Role.Left, Role.Kicked, Role.Blocked];
        foreach (Role role in here)
        {
            TestPerson person = await server.Keyed($"+1555000010{(int)role}");
            await person.Discover(cast.Newcomer);
            cast.Enter(role, person);
        }
        TestPerson elsewhere = new("+15550000100", await server.Connect("/ws/branch"));
        await elsewhere.Register(server.OutboxPath);
        await elsewhere.AddKeys();
        cast.Enter(Role.Elsewhere, elsewhere);
        // These two have no keys of a person; what they send is made with somebody else's.
        cast.people[Role.SignedOut] = cast.people[Role.Recorder] = cast.people[Role.Member];
        cast.sockets[Role.SignedOut] = await server.Connect();
        (TestBot recorder, cast.sockets[Role.Recorder]) = await TestBot.Recorder(server);
        cast.RecorderId = recorder.UserId.Value;
        await server.Command(new BlockUser("default", new(cast.people[Role.Blocked].UserId), Blocked: true));
        await cast.Meet();
        return cast;
    }

    /// <summary>A new conversation, as everybody's asking finds it.</summary>
    public async Task Meet()
    {
        Conversation = $"c{++conversations}";
        (TestPerson admin, TestPerson member, TestPerson blocked) = (this[Role.Admin], this[Role.Member], this[Role.Blocked]);
        TestPerson[] others = [member, this[Role.Left], this[Role.Kicked], blocked, Target];
        await admin.Discover(others);
        await admin.Socket.Get("RequestCreateConversationFull", admin.Creation(Conversation, isDialog: false, [], others, RecorderId));
        await this[Role.Left].Leave(Conversation);
        await admin.Kick(Conversation, this[Role.Kicked]);
        SessionKey = (string)(await admin.Socket.Get("RequestAddNewSessionKeys", NewKeys(admin)))["sessionKeyUuid"]!;
        await member.Socket.Get("RequestAddMessage", TestPerson.Message(Conversation, Message, sessionKey: SessionKey));
    }

    public TestPerson this[Role role] => people[role];

    /// <summary><c>ok</c> also where an answer has no status.</summary>
    public async Task<string> Ask(Role role, string type, object body)
    {
        JsonObject reply = await sockets[role].Ask(type, body);
        return (string)reply["type"]! == "ResponseStatusMessage" ? (string)reply["body"]!["status"]! : "ok";
    }

    /// <summary>A key for all members of the conversation, signed by somebody who may be none.</summary>
    public object NewKeys(TestPerson signer) => new
    {
        conversationUuid = Conversation,
        sessionKeys = new[] { this[Role.Admin], this[Role.Member], this[Role.Blocked], Target }.Select(member => member.UserId).Append(RecorderId).Select(userId => signer.KeyFor(userId)),
    };

    private void Enter(Role role, TestPerson person) => (people[role], sockets[role]) = (person, person.Socket);

    public async ValueTask DisposeAsync()
    {
        foreach (TestSocket socket in sockets.Values.Append(Target.Socket).Append(Newcomer.Socket)) await socket.DisposeAsync();
        await server.DisposeAsync();
    }
}
