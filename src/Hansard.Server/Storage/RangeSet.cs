using System.Buffers.Binary;

namespace Hansard.Server.Storage;

/// <summary>
/// A set of message ordinals (1 and up) kept as sorted, disjoint, non-adjacent ranges: what a member has read, was delivered, may see.
/// People read in order, so a set that names every message of a year is usually one range.
/// </summary>
internal sealed class RangeSet
{
    /// <summary>The end of a range that has none yet; no conversation gets that long.</summary>
    public const long Open = 1L << 60;

    private readonly List<(long From, long To)> ranges = [];

    public IReadOnlyList<(long From, long To)> Ranges => ranges;

    /// <summary>All that are in it, rising; not for a set with an open end.</summary>
    public IEnumerable<long> Numbers
    {
        get
        {
            foreach ((long from, long to) in ranges)
                for (long ordinal = from; ordinal <= to; ordinal++) yield return ordinal;
        }
    }

    public bool Contains(long ordinal)
    {
        int at = FirstNotBefore(ordinal);
        return at < ranges.Count && ranges[at].From <= ordinal;
    }

    /// <summary>Adds one ordinal; false where it was there already.</summary>
    public bool Add(long ordinal)
    {
        if (ranges.Count > 0 && ranges[^1].To == ordinal - 1)
        {
            ranges[^1] = (ranges[^1].From, ordinal);
            return true;
        }
        if (Contains(ordinal)) return false;
        Insert(ordinal, ordinal);
        return true;
    }

    /// <summary>Adds a whole range and returns the parts of it that were missing, in order.</summary>
    public IReadOnlyList<(long From, long To)> AddRange(long from, long to)
    {
        IReadOnlyList<(long From, long To)> missing = Missing(from, to);
        if (missing.Count > 0) Insert(from, to);
        return missing;
    }

    /// <summary>The parts of a range that are not in the set, in order.</summary>
    public IReadOnlyList<(long From, long To)> Missing(long from, long to)
    {
        List<(long From, long To)> missing = [];
        long next = from;
        for (int at = FirstNotBefore(from); at < ranges.Count && ranges[at].From <= to; at++)
        {
            if (ranges[at].From > next) missing.Add((next, ranges[at].From - 1));
            next = ranges[at].To + 1;
        }
        if (next <= to) missing.Add((next, to));
        return missing;
    }

    /// <summary>The first ordinal from <paramref name="from"/> on that is not in the set.</summary>
    public long FirstMissing(long from)
    {
        int at = FirstNotBefore(from);
        return at < ranges.Count && ranges[at].From <= from ? ranges[at].To + 1 : from;
    }

    /// <summary>Ends the open last range, so that nothing after <paramref name="last"/> is in the set.</summary>
    public void CutAfter(long last)
    {
        ranges.RemoveAll(range => range.From > last);
        if (ranges.Count > 0 && ranges[^1].To > last) ranges[^1] = (ranges[^1].From, last);
    }

    private void Insert(long from, long to)
    {
        int first = FirstNotBefore(from - 1);
        int after = first;
        while (after < ranges.Count && ranges[after].From <= to + 1)
        {
            from = Math.Min(from, ranges[after].From);
            to = Math.Max(to, ranges[after].To);
            after++;
        }
        ranges.RemoveRange(first, after - first);
        ranges.Insert(first, (from, to));
    }

    /// <summary>Index of the first range whose end is not before the ordinal.</summary>
    private int FirstNotBefore(long ordinal)
    {
        int low = 0, high = ranges.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ranges[middle].To < ordinal) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Pairs of little-endian 64-bit ordinals.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ranges.Count * 16];
        for (int i = 0; i < ranges.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 16), ranges[i].From);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 16 + 8), ranges[i].To);
        }
        return bytes;
    }

    public static RangeSet FromBytes(ReadOnlySpan<byte> bytes)
    {
        RangeSet set = new();
        for (; bytes.Length >= 16; bytes = bytes[16..])
            set.ranges.Add((BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..])));
        return set;
    }

    public static RangeSet Of(IEnumerable<long> ordinals)
    {
        RangeSet set = new();
        foreach (long ordinal in ordinals) set.Add(ordinal);
        return set;
    }

    /// <summary>Everything from an ordinal on; the spans of a member who has not left.</summary>
    public static RangeSet From(long first)
    {
        RangeSet set = new();
        set.ranges.Add((first, Open));
        return set;
    }
}
