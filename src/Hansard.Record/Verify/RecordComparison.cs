using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>Where two records of a network tell different things.</summary>
/// <param name="Reason">For people.</param>
public sealed record Difference(long Seq, int Part, int Revision, string Reason);

/// <summary>What comparing came to. What only one record can have, because it began earlier or got further, is no difference.</summary>
/// <param name="Equal">Lines that say the same.</param>
/// <param name="Differences">At most a hundred.</param>
/// <param name="FirstRange">The first record's facts, from and to; 0 where there are none.</param>
/// <param name="FromSeq">Where both have facts; 0 for nowhere.</param>
public sealed record Compared(
    long Equal, IReadOnlyList<Difference> Differences, long DifferenceCount, SeqRange FirstRange, SeqRange SecondRange, long FromSeq, long ToSeq)
{
    public bool IsSame => DifferenceCount == 0 && FromSeq > 0;
}

public readonly record struct SeqRange(long From, long To);

/// <summary>
/// Compares two records of one network, line by line, in memory that grows only with their completions. What two recorders may write differently is
/// passed over: <c>time</c>, the salt, the local names of attachments, and which file a line stands in.
/// </summary>
public sealed class RecordComparison(RecordLayout first, RecordLayout second)
{
    private const int Kept = 100;

    private readonly List<Difference> differences = [];
    private readonly Dictionary<LinePosition, Hash256?> completions = [];
    private long differenceCount, equal;
    private SeqRange firstRange, secondRange;

    /// <exception cref="InvalidDataException">A line that is none.</exception>
    public Compared Run()
    {
        using var left = Own(first, line => firstRange = Extend(firstRange, line), secondary: false).GetEnumerator();
        using var right = Own(second, line => secondRange = Extend(secondRange, line), secondary: true).GetEnumerator();
        bool hasLeft = left.MoveNext(), hasRight = right.MoveNext();
        while (hasLeft && hasRight)
        {
            var order = (left.Current.Seq, left.Current.Part).CompareTo((right.Current.Seq, right.Current.Part));
            if (order == 0) Judge(left.Current.Position, left.Current.Hash, right.Current.Hash);
            // Before the other record began there is nothing to compare with.
            else if (order < 0 && secondRange.From != right.Current.Seq) Add(left.Current.Position, "only the first record has it");
            else if (order > 0 && firstRange.From != left.Current.Seq) Add(right.Current.Position, "only the second record has it");
            if (order <= 0) hasLeft = left.MoveNext();
            if (order >= 0) hasRight = right.MoveNext();
        }
        while (hasLeft) hasLeft = left.MoveNext();
        while (hasRight) hasRight = right.MoveNext();
        var from = Math.Max(firstRange.From, secondRange.From);
        var to = Math.Min(firstRange.To, secondRange.To);
        foreach (var lone in completions.Keys.Where(position => position.Seq >= from && position.Seq <= to).OrderBy(position => position.Seq))
            Add(lone, "only one record has this completion");
        return new Compared(equal, differences, differenceCount, firstRange, secondRange, from <= to ? from : 0, from <= to ? to : 0);
    }

    private readonly record struct Told(LinePosition Position, Hash256? Hash)
    {
        public long Seq => Position.Seq;

        public int Part => Position.Part;
    }

    /// <summary>A record's facts as first recorded; its completions are noted on the way, since they stand behind facts that came after theirs.</summary>
    private IEnumerable<Told> Own(RecordLayout layout, Action<long> seen, bool secondary)
    {
        foreach (var stored in RecordReader.StoredLines(layout))
        {
            if (!LineEntry.TryOf(stored.Utf8.Span, out var entry, out _, out var fault)) throw new InvalidDataException($"{stored.File}:{stored.Number}: {fault}");
            var hash = entry.IsRemoved ? (Hash256?)null : Meaning(stored.Read());
            var position = entry.Position with { Parts = 1 };
            if (entry.Position.Revision > 0)
            {
                if (!completions.Remove(position, out var other)) completions[position] = hash;
                else if (secondary) Judge(position, other, hash);
                else Judge(position, hash, other);
                continue;
            }
            seen(entry.Position.Seq);
            yield return new Told(position, hash);
        }
    }

    private void Judge(LinePosition position, Hash256? left, Hash256? right)
    {
        // Of a removed line nothing is left to compare.
        if (left is null || right is null || left == right) equal++;
        else Add(position, "the records tell it differently");
    }

    private void Add(LinePosition position, string reason)
    {
        differenceCount++;
        if (differences.Count < Kept) differences.Add(new Difference(position.Seq, position.Part, position.Revision, reason));
    }

    private static SeqRange Extend(SeqRange range, long seq) => new(range.From == 0 ? seq : range.From, seq);

    private static Hash256 Meaning(RecordLine line) => Hash256.Of((line with
    {
        Time = "",
        Hansard = line.Hansard! with { Salt = "" },
        Members = [.. line.Members.Select(member => member.Name == "file" ? new LineMember("file", WithoutLocalName(member.Value)) : member)],
    }).ToUtf8());

    private static CanonicalJson WithoutLocalName(CanonicalJson file) => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        foreach (var member in file.Parse().EnumerateObject().Where(member => member.Name != "localfilename"))
        {
            writer.Key(member.Name);
            writer.Raw(CanonicalJson.Of(member.Value));
        }
        writer.EndObject();
    });
}
