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
    private readonly TakenRows taken = new();
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
    /// <param name="message">That its fact is about, null for none.</param>
    public void Take(RecordLine line, MessageUuid? message)
    {
        var position = line.Hansard!.Position;
        through = Math.Max(through, position.Seq);
        TakeFile(line, message);
        if (IncompleteLine.Of(line) is { } incomplete) taken.Incomplete[position.Seq] = incomplete;
        else if (position is { Revision: > 0, Part: 0 }) taken.Incomplete[position.Seq] = null;
        if (MessageTrace.Of(line, message) is not { } trace) return;
        if (position.Revision == 0) taken.Lines[position.Seq] = line;
        if (position.Revision == 0) taken.Messages[trace.Key] = new IndexRow(trace.Key, position.Seq, line.TimestampMicroseconds, 0, null);
        if (trace.WordsKey is { } words && Find(words) is { } said)
            taken.Messages[words] = said with { WordsSeq = position.Seq, Words = position.Revision > 0 ? MessageTrace.WordsOf(line) : null };
        if (trace.CallKey is { } call && (trace.CallRepeats || Find(call) is null))
            taken.Messages[call] = new IndexRow(call, position.Seq, line.TimestampMicroseconds, 0, trace.Message);
    }

    /// <summary>Lines that wait for a key, of those that are kept, in the order of the journal behind <paramref name="after"/>.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public IReadOnlyList<IncompleteLine> Incomplete(ConversationUuid conversation, SessionKeyUuid key, long after, int size) =>
        IndexRows.Guarded(database.DataSource, () => IncompleteRows.Under(database, conversation, key, after, size));

    /// <inheritdoc cref="Incomplete" path="/exception"/>
    public IReadOnlyList<(ConversationUuid Conversation, SessionKeyUuid Key)> KeysWaitedFor() =>
        IndexRows.Guarded(database.DataSource, () => IncompleteRows.Keys(database));

    /// <summary>Whether a line that is kept names the attachment of this name.</summary>
    /// <inheritdoc cref="Incomplete" path="/exception"/>
    public bool HasAttachment(string name) => IndexRows.Guarded(database.DataSource, () => FileRows.HasName(database, name));

    /// <summary>Files that a message's lines miss, or all of a conversation's, with how often they were tried.</summary>
    /// <inheritdoc cref="Incomplete" path="/exception"/>
    public IReadOnlyList<(MissingFile File, int Tries)> Missing(ConversationUuid conversation, MessageUuid? message, int size) =>
        IndexRows.Guarded(database.DataSource, () => FileRows.Of(database, conversation, message, size));

    /// <summary>Missing files that are to be tried now.</summary>
    /// <param name="now">Milliseconds since 1970; nothing is put off beyond <paramref name="latest"/>.</param>
    /// <inheritdoc cref="Incomplete" path="/exception"/>
    public IReadOnlyList<(MissingFile File, int Tries)> Due(long now, long latest, int size) =>
        IndexRows.Guarded(database.DataSource, () => FileRows.Due(database, now, latest, size));

    /// <summary>When the next is; null where none waits for a time.</summary>
    /// <inheritdoc cref="Incomplete" path="/exception"/>
    public long? NextDue() => IndexRows.Guarded(database.DataSource, () => FileRows.NextDue(database));

    /// <summary>Missing files that are waited for or tried again.</summary>
    /// <inheritdoc cref="Incomplete" path="/exception"/>
    public long CountMissing() => IndexRows.Guarded(database.DataSource, () => FileRows.Count(database));

    /// <inheritdoc cref="FileRows.Postpone"/>
    public void Postpone(MissingFile file, int tries, long? due) => IndexRows.Guarded(database.DataSource, () =>
    {
        FileRows.Postpone(database, file, tries, due);
        return true;
    });

    /// <summary>There is no line any more that could be completed.</summary>
    public void Forget(MissingFile file) => IndexRows.Guarded(database.DataSource, () =>
    {
        FileRows.Forget(database, file);
        return true;
    });

    /// <summary>Keeps what was taken.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public void Keep() => IndexRows.Guarded(database.DataSource, () =>
    {
        IndexRows.Keep(database, taken, through);
        taken.Clear();
        return true;
    });

    public void Dispose() => database.Dispose();

    private void TakeFile(RecordLine line, MessageUuid? about)
    {
        var position = line.Hansard!.Position;
        if (line.MessageType == MessageType.File && FileName(line) is { } name) taken.Names[name] = position.Seq;
        if (MissingFile.Of(line) is { } missing) taken.Missing[(position.Seq, position.Part)] = missing;
        else if (position.Revision > 0) taken.Missing[(position.Seq, position.Part)] = null;
        // Opened late, a message has more parts than it had. A crash can come between them: each is missed until it is there.
        if (position is not { Revision: > 0, Part: 0, Parts: > 1 } || line.Hansard.Conversation is not { } conversation || !IsIncomplete(position.Seq)) return;
        if (about is not { } message) return;
        for (var part = 1; part < position.Parts; part++)
            taken.Missing.TryAdd((position.Seq, part), new MissingFile(position.Seq, part, new(conversation), message, position.Revision - 1));
    }

    private bool IsIncomplete(long seq) => taken.Incomplete.TryGetValue(seq, out var line)
        ? line is not null
        : IndexRows.Guarded(database.DataSource, () => IncompleteRows.Has(database, seq));

    /// <summary>Of the attachment that a line has; null for none.</summary>
    private static string? FileName(RecordLine line) => line.Hansard!.AttachmentSha256 is null ? null : line.AttachmentFile;

    private IndexRow? Find(string key) =>
        taken.Messages.TryGetValue(key, out var row) ? row : IndexRows.Guarded(database.DataSource, () => IndexRows.Find(database, key));

    private UserId? AuthorOf(long seq) => Line(seq)?.Hansard?.Sender is { } sender ? new UserId(sender) : null;

    private string? Words(long seq) => Line(seq) is { } line ? MessageTrace.WordsOf(line) : null;

    private RecordLine? Line(long seq) => taken.Lines.TryGetValue(seq, out var line) ? line : RecordSeek.At(layout, seq);

    private void CatchUp(long recorded)
    {
        if (recorded == 0) return;
        var waiting = 0;
        // From the last fact itself: completions that stand behind it may be unknown.
        foreach (var line in RecordSeek.From(layout, Math.Max(1, through)))
        {
            Take(line, line.Hansard is { } hansard ? MissingFile.MessageOf(hansard) : null);
            if (++waiting % IndexRows.Together == 0) Keep();
        }
        Keep();
    }
}
