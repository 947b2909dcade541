using Hansard.Archive.Log;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Recorder.Mapping;
using Hansard.Recorder.Reading;
using Microsoft.Data.Sqlite;

namespace Hansard.Recorder.Messages;

/// <summary>
/// Where messages stand in the record, by their ids, for the lines that speak of earlier ones. Derived from the lines and made again from them
/// where it is missing or behind. It holds no text but of messages that were opened late, so what is removed from the record is not kept here.
/// </summary>
internal sealed class MessageIndex : IDisposable
{
    private readonly SqliteConnection database;
    private readonly RecordLayout layout;
    private readonly Dictionary<string, IndexRow> taken = [];
    private readonly Dictionary<long, RecordLine> takenLines = [];
    private readonly Dictionary<long, IncompleteLine?> takenIncomplete = [];
    private long through;

    private MessageIndex(SqliteConnection database, RecordLayout layout) => (this.database, this.layout) = (database, layout);

    /// <param name="recorded">The last fact of the record.</param>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public static MessageIndex Open(string path, RecordLayout layout, long recorded) => IndexRows.Guarded(path, () =>
    {
        var index = new MessageIndex(IndexRows.Open(path), layout);
        index.through = IndexRows.Through(index.database);
        // Ahead of a record that was set back to an older copy, it would know what never was.
        if (index.through > recorded) IndexRows.Clear(index.database);
        if (index.through > recorded) index.through = 0;
        index.CatchUp(recorded);
        return index;
    });

    /// <summary>What lines of one conversation may ask.</summary>
    public Earlier In(string conversation) => new(
        message => Find(MessageTrace.OfMessage(conversation, message.Value)) is { } row ? new EarlierMessage(row.Seq, row.Ts, AuthorOf(row.Seq)) : null,
        message => Find(MessageTrace.OfMessage(conversation, message.Value)) is { WordsSeq: > 0 } row ? row.Words ?? Words(row.WordsSeq) : null,
        call => Find(MessageTrace.OfCall(conversation, call)) is { Words: { } message } ? new MessageRef(message) : null);

    /// <summary>Knows a line from here on; it is kept with <see cref="Keep"/>.</summary>
    public void Take(RecordLine line)
    {
        var position = line.Hansard!.Position;
        through = Math.Max(through, position.Seq);
        if (IncompleteLine.Of(line) is { } incomplete) takenIncomplete[position.Seq] = incomplete;
        else if (position.Revision > 0) takenIncomplete[position.Seq] = null;
        if (MessageTrace.Of(line) is not { } trace) return;
        if (position.Revision == 0) takenLines[position.Seq] = line;
        if (position.Revision == 0) taken[trace.Key] = new IndexRow(trace.Key, position.Seq, line.TimestampMicroseconds, 0, null);
        if (trace.WordsKey is { } words && Find(words) is { } said)
            taken[words] = said with { WordsSeq = position.Seq, Words = position.Revision > 0 ? MessageTrace.WordsOf(line) : null };
        if (trace.CallKey is { } call && (trace.CallRepeats || Find(call) is null))
            taken[call] = new IndexRow(call, position.Seq, line.TimestampMicroseconds, 0, trace.Message);
    }

    /// <summary>Lines that wait for a key, of those that are kept, in the order of the journal behind <paramref name="after"/>.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public IReadOnlyList<IncompleteLine> Incomplete(ConversationUuid conversation, SessionKeyUuid key, long after, int size) =>
        IndexRows.Guarded(database.DataSource, () => IncompleteRows.Under(database, conversation, key, after, size));

    /// <inheritdoc cref="Incomplete" path="/exception"/>
    public IReadOnlyList<(ConversationUuid Conversation, SessionKeyUuid Key)> KeysWaitedFor() =>
        IndexRows.Guarded(database.DataSource, () => IncompleteRows.Keys(database));

    /// <summary>Keeps what was taken.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public void Keep() => IndexRows.Guarded(database.DataSource, () =>
    {
        IndexRows.Keep(database, taken.Values, takenIncomplete, through);
        takenIncomplete.Clear();
        taken.Clear();
        takenLines.Clear();
        return true;
    });

    public void Dispose() => database.Dispose();

    private IndexRow? Find(string key) =>
        taken.TryGetValue(key, out var row) ? row : IndexRows.Guarded(database.DataSource, () => IndexRows.Find(database, key));

    private UserId? AuthorOf(long seq) => Line(seq)?.Hansard?.Sender is { } sender ? new UserId(sender) : null;

    private string? Words(long seq) => Line(seq) is { } line ? MessageTrace.WordsOf(line) : null;

    private RecordLine? Line(long seq) => takenLines.TryGetValue(seq, out var line) ? line : RecordSeek.At(layout, seq);

    private void CatchUp(long recorded)
    {
        if (through >= recorded) return;
        var waiting = 0;
        foreach (var line in RecordSeek.From(layout, through + 1))
        {
            Take(line);
            if (++waiting % IndexRows.Together == 0) Keep();
        }
        Keep();
    }
}
