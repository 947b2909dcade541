using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>What an export asks of the record. It reads everything else from what it wrote itself.</summary>
/// <param name="From">The selected lines from a leaf on, in the order of the log.</param>
/// <param name="About">
/// Lines about a message, in the order of the journal: edits, its deletion, reactions, completions; of those among the first lines of the log, whose number
/// is given.
/// </param>
/// <param name="RoomAt">A conversation, by its <c>hansard.conversation</c>, just after the fact of that number.</param>
public sealed record ExportSource(
    Func<long, IEnumerable<SelectedLine>> From, Func<AskedMessage, long, IEnumerable<ReadOnlyMemory<byte>>> About, Func<string, long, RoomAt> RoomAt);

/// <param name="Id"><c>message_id</c>.</param>
/// <param name="Position">Of its line, which has the status <paramref name="Status"/>.</param>
public readonly record struct AskedMessage(string Id, LinePosition Position, string Status);

/// <summary>A conversation as it was at a moment, and for how long it stayed so.</summary>
/// <param name="Title">Empty where it has none, or where the record does not know it.</param>
/// <param name="Members">Names as lines have them, as far as the record knows.</param>
/// <param name="FromSeq">The first fact after which it was so.</param>
/// <param name="ThroughSeq">The last one.</param>
public sealed record RoomAt(string Title, IReadOnlyList<string> Members, long FromSeq, long ThroughSeq);
