using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.Accounts;
using Hansard.Server.Admin;
using Hansard.Server.Bots;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Contacts;
using Hansard.Server.Conversations;
using Hansard.Server.Devices;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Files;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Moderation;
using Hansard.Server.Networks;
using Hansard.Server.Presence;
using Hansard.Server.Push;
using Hansard.Server.SessionKeys;
using Hansard.Server.Settings;
using Hansard.Server.Storage;
using Hansard.Shared;
using Microsoft.Extensions.Logging;

namespace Hansard.Server;

/// <summary>
/// Everything behind the sockets, wired by hand: what a request passes through, in the order it does. A command on a folder that no server
/// uses needs no more than this either.
/// </summary>
internal sealed class ServerCore : IDisposable
{
    private readonly IDisposable folderLock;
    private readonly CodeSender sender;
    private readonly PushDesk? push;
    private readonly ChangeKeeper changes;
    private readonly IFileDisk disk;

    private ServerCore(
        ServerSettings settings, DataFolder folder, IDisposable folderLock, Database database, List<Network> networks, CodeSender sender, IReadOnlyList<IPushSender> pushSenders,
        TimeProvider time, ILoggerFactory logs)
    {
        this.folderLock = folderLock;
        this.sender = sender;
        Folder = folder;
        Database = database;
        byte[] seed = folder.JournalSeed(), publicKey = Ed25519.PublicKey(seed);
        JournalWriter journal = new JournalWriter(seed);
        Table = new RequestTable(new ReadGate(database.QueriesAtOnce));
        Announcer = new Announcer(Connections, logs.CreateLogger<Announcer>());
        Writer = new GroupCommit(Database, journal, Announcer, time, logs.CreateLogger<GroupCommit>());
        if (pushSenders.Count > 0) push = Announcer.Push = new PushDesk(pushSenders, Database, Writer, Connections, settings.Push.Pace, time, logs.CreateLogger<PushDesk>());
        Limiter = new RateLimiter(time);
        Dispatcher = new Dispatcher(Table, Writer, Limiter, time, logs.CreateLogger<Dispatcher>());
        disk = settings.FileDisk ?? new FileDisk(folder.Files);
        FileUrls = new FileUrls(settings.BaseUrl, folder.ServerKey(), time);
        FileRemoval = new FileRemoval(disk, database, time, logs.CreateLogger<FileRemoval>());
        Dismissal dismissal = new(Connections, time);
        NetworkRemoval removal = new(Writer, Networks, Connections);
        Eraser eraser = new(Writer, removal, FileRemoval);
        Assets = new Assets(folder, settings.BaseUrl);
        Desk = new AdminDesk(Writer, new NetworkCommands(Networks, removal, Assets, publicKey, settings.LimitsFile), new AdmissionCommands(Networks, dismissal), new BotCommands(Networks, Connections, eraser), new ModeratorCommands(Networks));
        foreach (Network network in networks)
        {
            Networks.Add(network);
            journal.Observe(network.PublishedHead);
        }
        Departures departures = new(Writer, new Leaving(new DeleteConversation(eraser)), new DeleteMessages(eraser));
        MapRooms(time, publicKey, eraser, departures, dismissal);
        FileEndpoints = MapFiles(time, logs);
        Writer.Start();
        foreach (Network network in Networks.All)
        {
            eraser.EraseLater(network);
            departures.GoOn(network);
        }
        changes = new ChangeKeeper(Writer, Networks, time);
    }

    private void MapRooms(TimeProvider time, byte[] journalPublicKey, Eraser eraser, Departures departures, Dismissal dismissal)
    {
        AccountsFeature.Map(Table, Database, Folder.ServerKey(), sender, departures, dismissal, FileRemoval, time);
        BotsFeature.Map(Table, time);
        ContactsFeature.Map(Table, Database);
        DevicesFeature.Map(Table, Database, Connections, dismissal);
        SettingsFeature.Map(Table, Database, Assets, journalPublicKey);
        ConversationsFeature.Map(Table, Database, eraser);
        SessionKeysFeature.Map(Table, Database);
        MessagesFeature.Map(Table, Database, eraser);
        ModerationFeature.Map(Table, Database);
        PresenceFeature.Map(Table, Assets);
        JournalFeature.Map(Table, Database, time, eraser);
        CatchingUpFeature.Map(Table, Database, FileUrls, time);
    }

    private FileEndpoints MapFiles(TimeProvider time, ILoggerFactory logs)
    {
        FileArrivals arrivals = new();
        Avatars avatars = new(Database, FileUrls, FileRemoval);
        FilesFeature.Map(Table, Database, FileUrls, arrivals, avatars, time);
        FileReceiving receiving = new(disk, new Uploads(), new FileCompletion(FileUrls, arrivals, avatars), Database, Writer, logs.CreateLogger<FileReceiving>());
        UserTransfers transfers = new();
        return new FileEndpoints(new UploadEndpoint(Networks, FileUrls, receiving, transfers, Database), new DownloadEndpoint(Networks, FileUrls, disk, Database, avatars, transfers));
    }

    public DataFolder Folder { get; }

    public Database Database { get; }

    public NetworkDirectory Networks { get; } = new();

    public ConnectionDirectory Connections { get; } = new();

    /// <summary>What is served to everybody.</summary>
    public Assets Assets { get; }

    public RequestTable Table { get; }

    public Announcer Announcer { get; }

    public GroupCommit Writer { get; }

    public RateLimiter Limiter { get; }

    public FileUrls FileUrls { get; }

    public FileRemoval FileRemoval { get; }

    public FileEndpoints FileEndpoints { get; }

    public Dispatcher Dispatcher { get; }

    /// <summary>Where the commands of operators are done.</summary>
    public AdminDesk Desk { get; }

    /// <summary>Refuses where another process works in the folder, and where codes or push messages could not leave.</summary>
    public static Result<ServerCore> Open(ServerSettings settings, TimeProvider time, ILoggerFactory logs)
    {
        DataFolder folder = DataFolder.Open(settings.DataFolder);
        Result<IDisposable> locked = folder.Lock();
        if (!locked.Succeeded) return locked.Failure;
        try
        {
            Result<ServerCore> core = OpenLocked(settings, folder, locked.Value, time, logs);
            if (!core.Succeeded) locked.Value.Dispose();
            return core;
        }
        catch
        {
            locked.Value.Dispose();
            throw;
        }
    }

    private static Result<ServerCore> OpenLocked(ServerSettings settings, DataFolder folder, IDisposable folderLock, TimeProvider time, ILoggerFactory logs)
    {
        if (folder.IsBeingRestored) return Failure.Invalid($"A restore into {folder.Path} is not finished: run 'hansard restore' again, and then start the server.");
        Result<CodeSender> sender = CodeSender.Open(settings, folder, time, logs);
        if (!sender.Succeeded) return sender.Failure;
        Result<IReadOnlyList<IPushSender>> push = PushSenders.Open(settings.Push, time);
        if (!push.Succeeded) return push.Failure;
        Result<Database> database = Database.Open(settings, folder, logs);
        if (!database.Succeeded) return database.Failure;
        List<Network> networks = database.Value.Read(sql => NetworkStore.LoadAll(sql, settings.LimitsFile));
        if (networks.Find(network => !IsSignedBy(folder, network)) is not { } foreign)
            return new ServerCore(settings, folder, folderLock, database.Value, networks, sender.Value, push.Value, time, logs);
        database.Value.Dispose();
        return Failure.Invalid($"The journal of {foreign.Name} was signed with another key than the journal.key of {folder.Path}: use the data folder that belongs to this database, or restore that file.");
    }

    private static bool IsSignedBy(DataFolder folder, Network network) => network.PublishedHead is { Sequence: var sequence } head
        && (sequence == 0 || Ed25519.Verify(Ed25519.PublicKey(folder.JournalSeed()), HeadHash.SignedText(network.Name, sequence, head.Hash), head.Signature));

    /// <summary>What is queued is still committed and told.</summary>
    public void Dispose()
    {
        changes.Dispose();
        Writer.Dispose();
        Announcer.Dispose();
        sender.Dispose();
        push?.Dispose();
        FileEndpoints.Dispose();
        Database.Dispose();
        folderLock.Dispose();
    }
}
