using System.Collections.Concurrent;

namespace Hansard.Bench.Stored;

/// <summary>A message with all that is stored of it.</summary>
internal sealed record LoadedRow(
    StoredConversation Conversation, long Ordinal, StoredMember Author, StoredText Text, long FactId, byte[] Fact, long Microseconds, bool ReadByReader)
{
    public long Id => Conversation.Id << 32 | Ordinal;

    public long CreatedMs => Microseconds / 1000;

    public int Members => Conversation.Members.Count;

    /// <summary>All have read it, the reader perhaps not.</summary>
    public int Readed => ReadByReader ? Members : Members - 1;

    /// <summary>All before it and itself, without the event.</summary>
    public long Countable => Ordinal - StoredConversation.EventOrdinal;
}

/// <summary>
/// The messages that are to be added to new conversations: as many to each, one to each in turn, so that what is read together in a page lies
/// as far apart in the journal as people who talk at the same time put it.
/// </summary>
/// <param name="Each">Messages for each conversation.</param>
/// <param name="Now">When the last of them is sent, in epoch microseconds; the first follows on the journal.</param>
internal sealed record Filling(IReadOnlyList<StoredConversation> Conversations, JournalEnd From, long Each, long Now)
{
    private const int ChunkRows = 1_000;
    private const int ChunksAhead = 16;

    public long Messages => Conversations.Count * Each;

    /// <summary>The newest ordinal of every conversation afterwards.</summary>
    public long Last => StoredConversation.EventOrdinal + Each;

    /// <summary>Where the journal ends with them; known when all rows are made.</summary>
    public JournalEnd? To { get; private set; }

    /// <summary>The rows in the order of the journal, made on another thread than the one that stores them.</summary>
    public IEnumerable<LoadedRow> Rows()
    {
        using BlockingCollection<LoadedRow[]> ready = new(ChunksAhead);
        using CancellationTokenSource ended = new();
        Task making = Task.Run(() =>
        {
            try
            {
                foreach (LoadedRow[] chunk in Make().Chunk(ChunkRows)) ready.Add(chunk, ended.Token);
            }
            finally
            {
                ready.CompleteAdding();
            }
        });
        try
        {
            foreach (LoadedRow row in ready.GetConsumingEnumerable().SelectMany(chunk => chunk)) yield return row;
            making.GetAwaiter().GetResult();
        }
        finally
        {
            ended.Cancel();
            ((IAsyncResult)making).AsyncWaitHandle.WaitOne();
        }
    }

    private IEnumerable<LoadedRow> Make()
    {
        Journal journal = new(From);
        for (long made = 0; made < Messages; made++)
        {
            StoredConversation conversation = Conversations[(int)(made % Conversations.Count)];
            long ordinal = StoredConversation.EventOrdinal + 1 + (made / Conversations.Count);
            long microseconds = From.TimeMicroseconds + (long)((Int128)(Now - From.TimeMicroseconds) * (made + 1) / Messages);
            StoredMember author = conversation.Author(ordinal);
            StoredText text = StoredText.Of(conversation.Number, ordinal);
            byte[] fact = journal.Add(conversation, author, text, microseconds);
            yield return new LoadedRow(conversation, ordinal, author, text, journal.FactId(journal.Sequence), fact, microseconds, conversation.HasRead(ordinal, Last));
        }
        To = journal.End(Now);
    }
}
