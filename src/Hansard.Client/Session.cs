using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Contacts;
using Hansard.Client.Conversations;
using Hansard.Client.Devices;
using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Client.Files;
using Hansard.Client.LocalStore;
using Hansard.Client.Messages;
using Hansard.Client.Moderation;
using Hansard.Client.SessionKeys;
using Hansard.Client.Settings;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Client;

/// <summary>Everything of one signed-in device, wired together; it lives until the client is closed.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly StoredIdentity stored;
    private readonly EventStream events;
    private readonly NotificationReader notifications;
    private readonly CatchUp catchUp;
    private readonly DeliveryReceipts receipts;
    private readonly FileTransport transport;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<Failure?> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task receiptsRunning = Task.CompletedTask;

    public Session(ClientSettings settings, DeviceStore store, StoredIdentity stored, Identity identity, UserPublicKey? authority, EventStream events)
    {
        (this.stored, this.events, Identity) = (stored, events, identity);
        Link = new Link(settings.Connection, settings.Patience, settings.BackOff, new LinkDuties(SignInAsync, AttendAsync, LoseAsync));
        var mirror = Mirror = store.OpenMirror(new StoreKey(identity.MetadataKey, stored.Network, stored.UserId, stored.Uuid), stored.UserId);
        var book = new KeyBook(store, Link, events);
        var ring = new KeyRing(identity, store, book, Link);
        var reader = new MessageReader(identity, ring);
        var seen = new SeenMessages();
        Recorders = new RecorderWatch(settings.Network, authority, store, Link, events);
        Conversations = new ConversationBook(ring, mirror, Link, events);
        var rekeying = new Rekeying(identity, ring, book, Recorders, Conversations, Link);
        Sender = new MessageSender(
            identity, rekeying, Recorders, Conversations, reader, new NickSender(identity, ring, Link), seen, mirror, Link, settings.Time);
        transport = new FileTransport(settings.Server, settings.Connection.SilenceTimeout, settings.Time);
        FileSender = new FileSender(Sender, Link, transport, settings.BackOff, settings.Time);
        FileReceiver = new FileReceiver(Link, new FileDownloads(transport, settings.BackOff, settings.Time));
        Maker = new ConversationMaker(identity, ring, book, Recorders, Conversations, Link);
        Names = new ConversationNames(identity, ring, rekeying, Conversations, mirror, Link);
        Members = new GroupMembers(identity, rekeying, book, Conversations, Names, Link);
        RenewedKeys = new RenewedKeys(Link);
        History = new MessageHistory(reader, Conversations, mirror, Link);
        Deletion = new MessageDeletion(identity, Conversations, mirror, Link);
        Discovery = new Discovery(Link);
        Account = new Account(settings, stored, identity, store, Link);
        Devices = new DeviceBook(stored.Uuid, Link);
        Contacts = new ContactBook(identity, mirror, Link);
        BlackList = new BlackListBook(Link);
        Reports = new ReportDesk(Link);
        Params = new ParamBook(identity, Link);
        receipts = new DeliveryReceipts(Link);
        var arrived = new ArrivedMessages(identity, reader, Conversations, seen, settings.SendsDelivered ? receipts : null, events);
        notifications = new NotificationReader(identity, ring, book, Conversations, arrived, Devices, Contacts, mirror, events);
        catchUp = new CatchUp(Conversations, arrived, notifications, Contacts, mirror, Link);
    }

    public Identity Identity { get; }
    public Link Link { get; }
    public RecorderWatch Recorders { get; }
    public ConversationBook Conversations { get; }
    public ConversationMaker Maker { get; }
    public MessageSender Sender { get; }
    public FileSender FileSender { get; }

    public Mirror Mirror { get; }
    public FileReceiver FileReceiver { get; }
    public ConversationNames Names { get; }
    public GroupMembers Members { get; }
    public RenewedKeys RenewedKeys { get; }
    public MessageHistory History { get; }
    public MessageDeletion Deletion { get; }
    public Discovery Discovery { get; }
    public Account Account { get; }
    public DeviceBook Devices { get; }
    public ContactBook Contacts { get; }
    public BlackListBook BlackList { get; }

    public ReportDesk Reports { get; }
    public ParamBook Params { get; }

    /// <summary>Returns when the device has signed in and caught up for the first time, or will not be let in.</summary>
    public async Task<Failure?> StartAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        receiptsRunning = receipts.RunAsync(stopping.Token);
        Link.Start();
        try
        {
            return await ready.Task.WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return ClientStatus.DisconnectedBecause("The server could not be reached.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Link.DisposeAsync();
        await receiptsRunning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Mirror.Dispose();
        stopping.Dispose();
        transport.Dispose();
        Identity.Dispose();
    }

    private async Task<Failure?> SignInAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        var answer = await connection.SendAsync(
            new RequestAuthenticationByApplication(stored.UserId, stored.Uuid, stored.SecretBase64), cancellation);
        return answer.Failure;
    }

    private async Task AttendAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        var failure = (await Recorders.RefreshAsync(cancellation)).Failure ?? await catchUp.RunAsync(cancellation);
        if (failure is not null)
        {
            // Without having caught up, what comes next would leave a hole: rather begin again with a new connection.
            await events.PublishAsync(new Warned(failure));
            await connection.DisposeAsync();
            return;
        }
        ready.TrySetResult(null);
        await events.PublishAsync(new ConnectionChanged(true, "Connected."));
        await notifications.ReadAllAsync(connection, cancellation);
    }

    private async Task LoseAsync(Failure failure, bool forGood)
    {
        await events.PublishAsync(new ConnectionChanged(false, failure.Description));
        if (!forGood) return;
        ready.TrySetResult(failure);
        await events.PublishAsync(new SignedOut(failure));
    }
}
