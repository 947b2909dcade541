using System.Diagnostics;
using System.Numerics;

namespace Hansard.Bench.Load;

/// <summary>Durations in buckets of at most 1.6% width, from one clock tick to hours, in constant memory.</summary>
internal sealed class Histogram
{
    private const int PrecisionBits = 6;
    private const int Linear = 1 << (PrecisionBits + 1);

    private readonly long[] counts = new long[(64 - PrecisionBits) << PrecisionBits];

    public long Count { get; private set; }

    public void Add(long ticks)
    {
        counts[Bucket(Math.Max(ticks, 0))]++;
        Count++;
    }

    public void Clear()
    {
        Array.Clear(counts);
        Count = 0;
    }

    /// <summary>Milliseconds within which the given share (0 to 1) of all durations lies; 0 when there are none.</summary>
    public double Milliseconds(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        var bucket = 0;
        for (long seen = 0; bucket < counts.Length && (seen += counts[bucket]) < rank; bucket++) ;
        return Count == 0 ? 0 : Value(bucket) * 1000.0 / Stopwatch.Frequency;
    }

    private static int Bucket(long ticks)
    {
        if (ticks < Linear) return (int)ticks;
        var shift = BitOperations.Log2((ulong)ticks) - PrecisionBits;
        return (shift << PrecisionBits) + (int)(ticks >> shift);
    }

    private static double Value(int bucket)
    {
        if (bucket < Linear) return bucket;
        var shift = (bucket >> PrecisionBits) - 1;
        return ((bucket - (shift << PrecisionBits)) + 0.5) * (1L << shift);
    }
}
