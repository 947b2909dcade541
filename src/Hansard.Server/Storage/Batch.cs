using System.Data.Common;
using Hansard.Protocol.Journal;
using Hansard.Server.CatchingUp;
using Hansard.Server.Conversations;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Networks;

namespace Hansard.Server.Storage;

/// <summary>
/// The batch that is being decided: what handlers read and write through, the facts they record and what they announce. Appends and receipts
/// are decided on <see cref="Conversations"/> in memory, beside the commit of the batch before. Other SQL waits for that commit, writes
/// what was decided so far and runs in the batch's own transaction.
/// </summary>
internal sealed class Batch
{
    private readonly Database database;
    private readonly IWriteConnection connection;
    private readonly Committer committer;
    private readonly JournalWriter journal;
    private readonly TimeProvider time;
    private List<Work> items = [];
    private List<Announcement> announcements = [];
    private List<(Network Network, NetworkSettings Before)> changedSettings = [];
    private Changes changes = new();
    private DbConnection? transaction;

    public Batch(Database database, IWriteConnection connection, Committer committer, JournalWriter journal, TimeProvider time)
    {
        this.database = database;
        this.connection = connection;
        this.committer = committer;
        this.journal = journal;
        this.time = time;
        Conversations = new ConversationCache(this);
    }

    /// <summary>Its number once it is sealed; see <see cref="SealedBatch.Number"/>.</summary>
    public long Number { get; private set; } = 1;

    /// <summary>The last batch that is on disk.</summary>
    public long CommittedNumber => committer.CommittedNumber;

    /// <summary>The batch's time in epoch microseconds: the journal's, so it never falls.</summary>
    public long Now { get; private set; }

    /// <summary>The same in milliseconds, as the wire has it.</summary>
    public long NowMs => Now / 1000;

    public ConversationCache Conversations { get; }

    /// <summary>The items in it so far, in their order.</summary>
    public IReadOnlyList<Work> Items => items;

    public bool UsesSql => transaction is not null;

    /// <summary>The connection in the batch's transaction, with everything decided so far written to it.</summary>
    public DbConnection Sql
    {
        get
        {
            if (transaction is null)
            {
                committer.UntilIdle();
                transaction = connection.Begin();
            }
            Write();
            return transaction;
        }
    }

    /// <summary>
    /// Looks up what is not in memory, on the batch's own transaction if it has one, else on what is committed: enough for all that no batch on its
    /// way to the disk has changed, unless that batch used SQL of its own.
    /// </summary>
    public T Look<T>(Func<DbConnection, T> query)
    {
        if (transaction is not null) return query(Sql);
        if (committer.CommittingSql) committer.UntilIdle();
        return database.Read(query);
    }

    /// <summary>Runs an item as the next of the batch.</summary>
    public void Run(Work item)
    {
        if (items.Count == 0) Begin();
        items.Add(item);
        item.Run(this);
        announcements.Add(new Completed(item, null));
    }

    private void Begin()
    {
        Now = Math.Max(journal.LatestTime, time.GetUtcNow().ToUnixTimeMicroseconds());
        journal.Begin(Now);
    }

    /// <summary>Adds a fact to the network's journal and returns its id (<see cref="JournalWriter.FactId"/>).</summary>
    public long Record(Network network, FactDraft fact)
    {
        FactRow row = journal.Add(network, fact);
        changes.Facts.Add(row);
        return row.Id;
    }

    /// <summary>Counts something that devices see change; its number, which what changed carries.</summary>
    public long Touch(Network network) => journal.Touch(network);

    /// <summary>Notes a change of a conversation for devices that are away.</summary>
    /// <param name="subject">Whom or what it is about; see <see cref="ChangeKind"/>.</param>
    /// <param name="ordinals">The messages that it is about, if any.</param>
    public void Mark(Network network, long conversationId, ChangeKind kind, long subject = 0, RangeSet? ordinals = null) =>
        changes.ConversationChanges.Add(new ConversationChangeRow(ChangeStore.Id(network, Touch(network)), conversationId, kind, subject, ordinals?.ToBytes()));

    /// <summary>Replaces a network's settings: at once for the rest of this batch, after the commit for everybody.</summary>
    public void Change(Network network, NetworkSettings settings)
    {
        changedSettings.Add((network, network.Settings));
        network.Settings = settings;
    }

    /// <summary>Says something once the batch is durable, in the order of these calls.</summary>
    public void Announce(Announcement announcement) => announcements.Add(announcement);

    /// <summary>Closes the batch; the next item opens another.</summary>
    public SealedBatch Seal()
    {
        Conversations.MoveChangedInto(changes);
        List<Growth> growths = journal.Seal();
        changes.Heads.AddRange(growths);
        SealedBatch batch = new(Number++, items, changes, growths, changedSettings, announcements, UsesSql);
        Clear();
        return batch;
    }

    /// <summary>Nothing of the open batch has happened.</summary>
    public void Undo()
    {
        Conversations.Drop();
        journal.Undo();
        changedSettings.Reverse();
        foreach ((Network network, NetworkSettings before) in changedSettings) network.Settings = before;
        bool began = UsesSql;
        Clear();
        if (began) connection.Rollback();
    }

    private void Write()
    {
        Conversations.MoveChangedInto(changes);
        if (changes.IsEmpty) return;
        connection.Write(changes);
        changes = new Changes();
    }

    private void Clear()
    {
        items = [];
        announcements = [];
        changedSettings = [];
        changes = new Changes();
        transaction = null;
    }
}
