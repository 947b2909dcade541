using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;
using Hansard.Server.Tests.Storage;

namespace Hansard.Server.Tests.Accounts;

/// <summary>An installation on its way in: the account requests on the real store, the codes from the real outbox, the connection without a peer.</summary>
internal sealed class TestPhone : IDisposable
{
    public static readonly byte[] ServerKey = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    private readonly TestStore store;
    private readonly string outbox;
    private readonly Registration registration;

    public TestPhone(TestStore store, string number, string uuid = "phone", string address = "127.0.0.1", Network? network = null)
    {
        this.store = store;
        Number = number;
        Uuid = new ApplicationUuid(uuid);
        PhoneNumbers.TryUserIdOf(number, out UserId userId);
        UserId = userId;
        DataFolder folder = DataFolder.Open(store.Folder);
        outbox = folder.SmsOutbox;
        registration = new Registration(new Confirmations(new Codes(ServerKey), new CodeBudgets(ServerKey), new CodeOutbox(outbox)));
        Connection = new Connection(WebSocket.CreateFromStream(Stream.Null, new WebSocketCreationOptions { IsServer = true }), new GatheringStream(Stream.Null),
            network ?? store.Network, IPAddress.Parse(address), openedMs: 0, new ConnectionDirectory());
    }

    public string Number { get; }

    public ApplicationUuid Uuid { get; }

    public UserId UserId { get; }

    public Connection Connection { get; }

    public RequestRegisterApplication Registering(string? secret = null) => new(null, "android", "SM-A336B", Number, "SDK 34", UserId, Uuid, "samsung", secret);

    public Task<Failure?> Register(RequestRegisterApplication? request = null) =>
        store.Writer.Run(batch => registration.Register(request ?? Registering(), Connection, batch));

    public Task<Failure?> Confirm(string code) => store.Writer.Run(batch => registration.Confirm(new(code, UserId, Uuid), Connection, batch));

    public Task<Failure?> Authenticate(string? secret = null) =>
        store.Writer.Run(batch => Authentication.Handle(new(UserId, Uuid, secret), Connection, batch));

    /// <summary>All three at once; who is signed in then.</summary>
    public async Task<Caller> SignIn(string? secret = null)
    {
        foreach (Failure? failure in new[] { await Register(Registering(secret)), await Confirm(LastCode), await Authenticate(secret) })
            if (failure is not null) throw new InvalidOperationException(failure.Description);
        return Connection.Caller!;
    }

    /// <summary>The text messages to this number.</summary>
    public List<CodeMessage> Messages => [.. File.ReadLines(outbox)
        .Select(line => JsonSerializer.Deserialize(line, CodeJson.Default.CodeMessage)!)
        .Where(message => message.To == Number)];

    public string LastCode => Messages[^1].Code;

    /// <summary>A code that is not the last one.</summary>
    public string WrongCode => LastCode == "000000" ? "000001" : "000000";

    public void Dispose() => Connection.Dispose();
}
