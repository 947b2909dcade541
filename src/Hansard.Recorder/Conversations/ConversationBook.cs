using Hansard.Archive.Log;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Conversations;

/// <summary>
/// Every conversation's state, from the facts that make it, which are kept in a file of their own so that a restart need not read the whole record.
/// Derived: the record holds the same facts.
/// </summary>
internal sealed class ConversationBook : IDisposable
{
    private readonly AppendFile file;
    private readonly Dictionary<ConversationUuid, ConversationState> states = [];
    private long through;

    private ConversationBook(AppendFile file) => this.file = file;

    /// <param name="through">The last fact that is recorded. The file may be ahead of it: those facts come again.</param>
    /// <exception cref="InvalidDataException">The file is not as this program left it.</exception>
    public static ConversationBook Open(IRecordDisk disk, string path, long through)
    {
        var book = new ConversationBook(AppendFile.Open(disk, path));
        foreach (var line in RecordReader.StoredLines(path))
        {
            var (fact, captured) = KeptFact.Read(line);
            if (fact.Seq <= through) book.Apply(fact, captured);
        }
        return book;
    }

    /// <summary>Keeps the facts of a page that concern it, durable when it returns; <see cref="Apply"/> then takes them one by one.</summary>
    /// <exception cref="RecordHaltedException">The disk refused; the same call may be repeated.</exception>
    public void Keep(IReadOnlyList<CheckedFact> facts, IReadOnlyList<Captured> captured) =>
        file.Append([.. facts.Zip(captured).Where(pair => ConversationState.Concerns(pair.First.Fact.Kind, pair.Second))
            .SelectMany(pair => KeptFact.Write(pair.First.Json, pair.Second))]);

    /// <summary>Goes on to the state after this fact. A fact that was applied before changes nothing.</summary>
    public void Apply(Fact fact, Captured captured)
    {
        if (fact.Seq <= through || fact.ConversationUuid is not { } conversation || !ConversationState.Concerns(fact.Kind, captured)) return;
        states[conversation] = ConversationState.After(states.GetValueOrDefault(conversation), fact, captured);
        through = fact.Seq;
    }

    public ConversationState StateOf(ConversationUuid? conversation) =>
        conversation is { } uuid && states.TryGetValue(uuid, out var state) ? state : ConversationState.None;

    public void Dispose() => file.Dispose();
}
