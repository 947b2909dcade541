using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.CatchingUp;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Frames;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Presence;
using Hansard.System.Tests.Client;
using Xunit;

namespace Hansard.System.Tests.Convergence;

/// <summary>One device of a person: the client's own connection and local store, without what needs keys. What it is told waits until it listens.</summary>
internal sealed class MirrorDevice(ConnectionSettings settings, string number, int person) : IAsyncDisposable
{
    private readonly ApplicationUuid application = new(Guid.NewGuid().ToString());
    private readonly string folder = Directory.CreateTempSubdirectory("hansard-device-").FullName;
    private MessengerConnection? connection;
    private Mirror? mirror;

    /// <summary>Whose it is: his place among the people of the script.</summary>
    public int Person => person;

    public UserId UserId { get; } = PhoneNumbers.TryUserIdOf(number, out var id) ? id : throw new ArgumentException("That is no number.");

    public bool IsConnected => connection is not null;

    public Mirror Mirror => mirror!;

    public async Task RegisterAsync(TestNetwork network)
    {
        mirror = new Mirror(StoreFile.Open(Path.Combine(folder, "conversations.db"), new StoreKey(MetadataKey.Generate(), "default", UserId, application)), UserId);
        connection = (await MessengerConnection.ConnectAsync(settings, TestNetwork.Cancelled)).Value;
        await AskAsync(new RequestRegisterApplication(null, "test", "m", number, "1", UserId, application, "v", null));
        await AskAsync(new RequestConfirmRegistration(network.LastCode(number), UserId, application));
        await AskAsync(new RequestAuthenticationByApplication(UserId, application, null));
    }

    /// <summary>The answer to what must not be refused.</summary>
    public async Task<TResponse> AskAsync<TResponse>(IRequest<TResponse> request) where TResponse : class, IResponse
    {
        var answer = await connection!.SendAsync(request, TestNetwork.Cancelled);
        Assert.True(answer.Succeeded, $"{request}: {answer.Failure?.Description}");
        return answer.Value;
    }

    /// <summary>Comes back if it was away, and asks for what it missed before it looks at what it was told meanwhile.</summary>
    public async Task CatchUpAsync()
    {
        if (connection is null)
        {
            connection = (await MessengerConnection.ConnectAsync(settings, TestNetwork.Cancelled)).Value;
            await AskAsync(new RequestAuthenticationByApplication(UserId, application, null));
        }
        while (true)
        {
            var answer = await AskAsync(new RequestGetChanges(Mirror.Cursor, Limits.ChangesPerPage));
            Assert.Equal(Mirror.Cursor is not null, answer.Recovered);
            Mirror.Apply(answer.Changes.Select(Read), answer.Cursor);
            if (answer.Changes.Count >= Limits.ChangesPageLeast) continue;
            await SettleAsync();
            return;
        }
    }

    /// <summary>Looks at everything it was told so far: its own ping's answer comes after that.</summary>
    public async Task ListenAsync()
    {
        if (connection is null) return;
        await AskAsync(new RequestPing("1", 1));
        while (connection.Notifications.TryRead(out var told)) await ApplyAsync(told.Body);
    }

    /// <summary>Looks at some of what it was told, and is cut off before the rest.</summary>
    public async Task ListenAndBreakAsync(int most)
    {
        if (connection is null) return;
        await AskAsync(new RequestPing("1", 1));
        for (var read = 0; read < most && connection.Notifications.TryRead(out var told); read++) Mirror.Apply(told.Body);
        await DisconnectAsync();
    }

    /// <summary>Brings in what this device did itself, of which its connection is not told, after all that it was told before.</summary>
    public async Task DidAsync(INotification own)
    {
        await ListenAsync();
        await ApplyAsync(own);
    }

    /// <summary>Goes away without a goodbye; what it was told and did not look at is gone.</summary>
    public async Task DisconnectAsync()
    {
        if (connection is null) return;
        await connection.DisposeAsync();
        connection = null;
    }

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        mirror?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task ApplyAsync(INotification notification)
    {
        Mirror.Apply(notification);
        await SettleAsync();
    }

    /// <summary>Asks the server what notifications leave open, as the client does.</summary>
    private async Task SettleAsync()
    {
        foreach (var conversation in Mirror.Unsettled)
        {
            var question = Mirror.Question(conversation);
            var answer = await connection!.SendAsync(new RequestGetConversationFull(conversation, null), TestNetwork.Cancelled);
            if (answer.Succeeded) Mirror.Take(answer.Value.Conversation, question);
            else Mirror.Remove(conversation);
        }
    }

    private static Notification Read(RawJson change)
    {
        Assert.True(FrameReader.TryRead(change.Utf8, out var frame, out _));
        Assert.True(WireTypes.TryFind(frame.Type, out var type), frame.Type);
        Assert.True(type.TryRead(frame.Body, out var body, out var description), description);
        return new Notification((INotification)body);
    }
}
