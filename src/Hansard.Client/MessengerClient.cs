using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Contacts;
using Hansard.Client.Conversations;
using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Client.LocalStore;
using Hansard.Client.Messages;
using Hansard.Client.Settings;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Presence;

namespace Hansard.Client;

/// <summary>
/// A person's device in a network: registers, signs in, stays connected, encrypts and decrypts. Refusals are values; what happens unasked
/// comes as events. Safe to use from many threads.
/// </summary>
public sealed partial class MessengerClient : IAsyncDisposable
{
    private static readonly Failure NotRegistered = ClientStatus.SignedOutBecause("This device is not registered yet.");

    private readonly ClientSettings settings;
    private readonly DeviceStore store;
    private readonly UserPublicKey? authority;
    private readonly EventStream events;
    private Session? session;

    private MessengerClient(ClientSettings settings, DeviceStore store, UserPublicKey? authority) =>
        (this.settings, this.store, this.authority, events) = (settings, store, authority, new EventStream(settings.Time));

    /// <summary>Null until the device is registered.</summary>
    public Identity? Identity => session?.Identity;

    public bool IsRegistered => session is not null;

    /// <summary>The user's conversations, the one with the latest message first, each with its count of unread messages.</summary>
    public IReadOnlyList<Conversation> Conversations => session?.Conversations.All ?? [];

    /// <summary>Who records this network; those with a <see cref="Recorder.Distrust"/> keep this client from saying anything.</summary>
    public IReadOnlyList<Recorder> Recorders => session?.Recorders.Recorders ?? [];

    /// <summary>
    /// Opens the device's folder. A device that is registered is signed in and has caught up when this returns; another is ready for
    /// <see cref="RegisterAsync(string, RegistrationPrompts, string?, CancellationToken)"/>.
    /// </summary>
    public static async Task<Result<MessengerClient>> ConnectAsync(ClientSettings settings, CancellationToken cancellation = default)
    {
        var store = DeviceStore.Open(settings.Folder);
        if (!store.Succeeded) return store.Failure;
        var authority = AuthorityPin.Take(settings, store.Value);
        var client = new MessengerClient(settings, store.Value, authority.Succeeded ? authority.Value : null);
        var failure = authority.Failure
            ?? (store.Value.Identity is { } identity ? await client.StartAsync(identity, cancellation) : null);
        if (failure is null) return client;
        await client.DisposeAsync();
        return failure;
    }

    public Task<Result<UserId>> RegisterAsync(
        string number, Func<CancellationToken, Task<string>> codeSource, string passphrase, string? nick = null,
        CancellationToken cancellation = default) =>
        RegisterAsync(number, new RegistrationPrompts(codeSource, (_, _) => Task.FromResult(passphrase)), nick, cancellation);

    /// <summary>Makes this device one of the owner of <paramref name="number"/> (E.164, with its plus) and signs it in.</summary>
    public async Task<Result<UserId>> RegisterAsync(
        string number, RegistrationPrompts prompts, string? nick = null, CancellationToken cancellation = default)
    {
        if (session is not null) return Failure.Conflict("This device is registered already.");
        var connection = await MessengerConnection.ConnectAsync(settings.Connection with { WaitingNotifications = 0 }, cancellation);
        if (!connection.Succeeded) return connection.Failure;
        Result<StoredIdentity> identity;
        await using (connection.Value) identity = await new Registration(settings, connection.Value, prompts).RunAsync(number, nick, cancellation);
        if (!identity.Succeeded) return identity.Failure;
        store.Save(identity.Value);
        return await StartAsync(identity.Value, cancellation) is { } failure ? failure : identity.Value.UserId;
    }

    /// <summary>Those of these numbers that are registered in the network.</summary>
    public Task<Result<IReadOnlyList<FoundPerson>>> FindAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellation = default) =>
        On(one => one.Discovery.FindAsync(numbers, cancellation));

    public Task<Result<Person>> PersonAsync(UserId user, CancellationToken cancellation = default) =>
        On(one => one.Discovery.PersonAsync(user, cancellation));

    /// <summary>The dialog with this person, opened if there is none yet.</summary>
    public Task<Result<Conversation>> OpenDialogAsync(UserId other, CancellationToken cancellation = default) =>
        On(one => one.Maker.DialogAsync(other, cancellation));

    /// <summary>A new group of which the caller is admin too.</summary>
    public Task<Result<Conversation>> CreateGroupAsync(
        string? title, IReadOnlyList<UserId> members, IReadOnlyList<UserId>? admins = null, CancellationToken cancellation = default) =>
        On(one => one.Maker.GroupAsync(title, admins ?? [], members, cancellation));

    /// <summary>A conversation as the server has it now.</summary>
    public Task<Result<Conversation>> ConversationAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        On(one => one.Conversations.RefreshAsync(conversation, cancellation));

    public Task<Result<Message>> SendTextAsync(
        ConversationUuid conversation, string text, MessageUuid? replyTo = null, CancellationToken cancellation = default) =>
        SendAsync(conversation, new TextContent(text), replyTo, cancellation);

    /// <summary>Says something once, through lost connections and changes of keys; content that breaks its rules is <c>invalid</c>.</summary>
    public Task<Result<Message>> SendAsync(
        ConversationUuid conversation, MessageContent content, MessageUuid? replyTo = null, CancellationToken cancellation = default) =>
        ContentRules.Check(content) is { } broken
            ? Task.FromResult<Result<Message>>(broken)
            : On(one => one.Sender.SendAsync(Draft.Of(conversation, content, replyTo), cancellation));

    /// <summary>A page of what was said before <paramref name="before"/> (null: the newest), oldest first; at most 200.</summary>
    public Task<Result<IReadOnlyList<Message>>> HistoryAsync(
        ConversationUuid conversation, MessageUuid? before = null, int size = 50, CancellationToken cancellation = default) =>
        On(one => one.History.BeforeAsync(conversation, before, size, cancellation));

    /// <summary>What this device keeps of a conversation, oldest first: what came since it knows of it, at most the last 10,000 messages.</summary>
    public Task<IReadOnlyList<Message>> KeptAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        session is { } signedIn ? signedIn.History.KeptAsync(conversation, cancellation) : Task.FromResult<IReadOnlyList<Message>>([]);

    public Task<Result<bool>> MarkReadAsync(
        ConversationUuid conversation, IReadOnlyList<MessageUuid> messages, CancellationToken cancellation = default) =>
        On(one => one.History.MarkReadAsync(conversation, messages, cancellation));

    public Task<Result<bool>> MarkAllReadAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        On(one => one.History.MarkAllReadAsync(conversation, cancellation));

    public Task<Result<ResponseStatusMessage>> TypeAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        On(one => one.Link.SendAsync(new RequestTyping(conversation), cancellation));

    /// <summary>Who records now, asked of the server.</summary>
    public Task<Result<IReadOnlyList<Recorder>>> RefreshRecordersAsync(CancellationToken cancellation = default) =>
        On(one => one.Recorders.RefreshAsync(cancellation));

    /// <summary>Any other request of the protocol. It is sent again when the connection breaks, so it must be one that may be sent twice.</summary>
    public Task<Result<TResponse>> AskAsync<TResponse>(IRequest<TResponse> request, CancellationToken cancellation = default)
        where TResponse : class, IResponse => On(one => one.Link.SendAsync(request, cancellation));

    /// <summary>Everything that happens from this call on. Whoever subscribes must read.</summary>
    public IAsyncEnumerable<ClientEvent> EventsAsync(CancellationToken cancellation = default) => ReadAsync(events.Subscribe(), cancellation);

    /// <summary>The messages among <see cref="EventsAsync"/>: of others, and of this user's other devices.</summary>
    public IAsyncEnumerable<Message> MessagesAsync(CancellationToken cancellation = default) =>
        EventsAsync(cancellation).Where(happened => happened is MessageArrived).Select(happened => ((MessageArrived)happened).Message);

    public async ValueTask DisposeAsync()
    {
        await CloseSessionAsync();
        events.Complete();
        store.Dispose();
    }

    private async Task<Failure?> StartAsync(StoredIdentity stored, CancellationToken cancellation)
    {
        if (stored.Network != settings.Network) return Failure.Conflict($"{settings.Folder} belongs to the network {stored.Network}.");
        var identity = IdentityStore.Open(stored);
        if (!identity.Succeeded) return identity.Failure;
        session = new Session(settings, store, stored, identity.Value, authority, events);
        return await session.StartAsync(settings.Patience, settings.Time, cancellation);
    }

    private Task<Result<T>> On<T>(Func<Session, Task<Result<T>>> act) =>
        session is { } signedIn ? act(signedIn) : Task.FromResult<Result<T>>(NotRegistered);

    private async IAsyncEnumerable<ClientEvent> ReadAsync(
        Channel<ClientEvent> subscription, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (var happened in subscription.Reader.ReadAllAsync(cancellation)) yield return happened;
        }
        finally
        {
            events.Leave(subscription);
        }
    }
}
