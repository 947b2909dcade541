namespace Hansard.Bench.Existence;

/// <summary>How far two samples are apart, whatever their distribution.</summary>
internal static class Separation
{
    /// <summary>
    /// The share of pairs in which the first is greater (Mann and Whitney; ties count half), and its standard error where both are of one distribution.
    /// </summary>
    public static (double Share, double Error) Of(long[] first, long[] second)
    {
        long[] sorted = [.. second.Order()];
        var greater = first.Sum(value => (Below(sorted, value) + Below(sorted, value + 1)) / 2.0);
        double pairs = (double)first.Length * second.Length;
        return (greater / pairs, Math.Sqrt((first.Length + second.Length + 1) / (12.0 * pairs)));
    }

    /// <summary>How many are less than the value.</summary>
    private static int Below(long[] sorted, long value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
