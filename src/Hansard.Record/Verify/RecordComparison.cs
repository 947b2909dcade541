using Hansard.Record.Format;

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
/// Compares what two records of one network tell in the end, line by line, in memory that grows only with what was completed or could not be told
/// whole. What two recorders may write differently is passed over: <c>time</c>, the salt, the local names of attachments, which file a line stands
/// in, and whether something was told whole at once or by a completion.
/// </summary>
public sealed class RecordComparison(RecordLayout first, RecordLayout second)
{
    private const int Kept = 100;

    private readonly List<Difference> differences = [];
    private readonly Dictionary<(long Seq, int Part), OpenPair> open = [];
    private long differenceCount, equal;
    private SeqRange firstRange, secondRange;

    /// <summary>Facts before this one are passed over: a recorder that came into a running network could not open what was said before.</summary>
    public long From { get; init; } = 1;

    /// <exception cref="InvalidDataException">A line that is none.</exception>
    public Compared Run()
    {
        using var left = Own(first, line => firstRange = Extend(firstRange, line), (pair, line) => pair.First = line).GetEnumerator();
        using var right = Own(second, line => secondRange = Extend(secondRange, line), (pair, line) => pair.Second = line).GetEnumerator();
        bool hasLeft = left.MoveNext(), hasRight = right.MoveNext();
        while (hasLeft && hasRight)
        {
            var order = (left.Current.Seq, left.Current.Part).CompareTo((right.Current.Seq, right.Current.Part));
            if (order == 0) Meet(left.Current, right.Current);
            // Before the other record began there is nothing to compare with.
            else if (order < 0 && secondRange.From != right.Current.Seq) Miss(left.Current, pair => pair.FirstOwn = left.Current, "only the first record has it");
            else if (order > 0 && firstRange.From != left.Current.Seq) Miss(right.Current, pair => pair.SecondOwn = right.Current, "only the second record has it");
            if (order <= 0) hasLeft = left.MoveNext();
            if (order >= 0) hasRight = right.MoveNext();
        }
        while (hasLeft) hasLeft = left.MoveNext();
        while (hasRight) hasRight = right.MoveNext();
        var from = Math.Max(firstRange.From, secondRange.From);
        var to = Math.Min(firstRange.To, secondRange.To);
        foreach (var ((seq, part), pair) in open.Where(one => one.Key.Seq >= from && one.Key.Seq <= to).OrderBy(one => one.Key))
        {
            if (pair.Difference is { } reason) Add(seq, part, pair.Revision, reason);
            else equal++;
        }
        return new Compared(equal, differences, differenceCount, firstRange, secondRange, from <= to ? from : 0, from <= to ? to : 0);
    }

    /// <summary>A record's facts as first recorded; its completions are noted on the way, since they stand behind facts that came after theirs.</summary>
    private IEnumerable<ToldLine> Own(RecordLayout layout, Action<long> seen, Action<OpenPair, ToldLine> complete)
    {
        foreach (var stored in RecordReader.StoredLines(layout))
        {
            var line = ToldLine.Of(stored);
            if (line.Seq < From) continue;
            if (line.Revision > 0)
            {
                complete(OpenAt(line), line);
                continue;
            }
            seen(line.Seq);
            yield return line;
        }
    }

    private void Meet(ToldLine left, ToldLine right)
    {
        if (left.IsOpen || right.IsOpen) (OpenAt(left).FirstOwn, OpenAt(left).SecondOwn) = (left, right);
        else if (left.SaysTheSame(right)) equal++;
        else Add(left.Seq, left.Part, 0, OpenPair.Differently);
    }

    /// <summary>A message that did not open has one part, whatever it turns out to have.</summary>
    private void Miss(ToldLine line, Action<OpenPair> note, string reason)
    {
        if (line.Part > 0) note(OpenAt(line));
        else Add(line.Seq, line.Part, 0, reason);
    }

    private OpenPair OpenAt(ToldLine line)
    {
        if (!open.TryGetValue((line.Seq, line.Part), out var pair)) open.Add((line.Seq, line.Part), pair = new OpenPair());
        return pair;
    }

    private void Add(long seq, int part, int revision, string reason)
    {
        differenceCount++;
        if (differences.Count < Kept) differences.Add(new Difference(seq, part, revision, reason));
    }

    private static SeqRange Extend(SeqRange range, long seq) => new(range.From == 0 ? seq : range.From, seq);
}
