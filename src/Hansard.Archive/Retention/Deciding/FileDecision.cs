using Hansard.Archive.Search;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>Decides about the lines of one closed file, one after the other. A fact's parts, revisions and completions have its time, so they are judged alike wherever they stand.</summary>
internal sealed class FileDecision(string path, RetentionState state, ConversationBook book, HeldLines held)
{
    private sealed class Pile : IDisposable
    {
        public List<long> Places { get; } = [];

        public RemovedLines Lines { get; } = new();

        public long Until { get; set; } = long.MinValue;

        public void Dispose() => Lines.Dispose();
    }

    private readonly Policy[] policies = [.. state.Policies.Values];
    private readonly SortedDictionary<string, Pile> piles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> heldBy = new(StringComparer.Ordinal);
    private long next = long.MaxValue;

    public FileVerdict Run(CancellationToken cancellation)
    {
        try
        {
            long place = 0;
            foreach (var stored in RecordReader.StoredLines(path))
            {
                cancellation.ThrowIfCancellationRequested();
                // A line that was removed has nothing to read any more; what cannot be read is kept.
                if (LineFactsReader.Read(stored.Utf8) is { } line) Decide(line, place, stored.Utf8.Span);
                place++;
            }
            return new FileVerdict(path, [.. piles.Select(Due)], heldBy, next == long.MaxValue ? null : next);
        }
        finally
        {
            foreach (var pile in piles.Values) pile.Dispose();
        }
    }

    private void Decide(LineFacts line, long place, ReadOnlySpan<byte> utf8)
    {
        if (book.PolicyOf(line, policies) is not { } policy || DueAt(line, policy) is not { } due) return;
        if (due > state.Now)
        {
            next = Math.Min(next, due);
            return;
        }
        if (held.Keep(line) || (held.Any && line.Attends.Count > 0))
        {
            heldBy[policy.Name] = heldBy.GetValueOrDefault(policy.Name) + 1;
            return;
        }
        if (!piles.TryGetValue(policy.Name, out var pile)) piles[policy.Name] = pile = new Pile();
        pile.Places.Add(place);
        pile.Lines.Add(line.Position.Seq, Hash256.Of(utf8));
        pile.Until = Math.Max(pile.Until, line.Timestamp);
    }

    /// <summary>
    /// Who is in a conversation stays as long as the conversation: until its deletion is due, and no hold is there that might have to know. Null for never, as things are.
    /// </summary>
    private long? DueAt(LineFacts line, Policy policy)
    {
        if (line.Conversation.Length == 0 || line.Attends.Count == 0) return policy.DueAt(line.Timestamp);
        return book.DeletedAt(line.Conversation) is { } deleted ? policy.DueAt(Math.Max(deleted, line.Timestamp)) : null;
    }

    private static DueLines Due(KeyValuePair<string, Pile> of) =>
        new(of.Key, of.Value.Places, of.Value.Lines.First, of.Value.Lines.Last, of.Value.Lines.Hash, of.Value.Until);
}
