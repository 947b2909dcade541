using System.Security.Cryptography;

namespace Hansard.Record.Tests.Merkle;

/// <summary>
/// RFC 6962, section 2.1, written down once more as it stands there: recursively, on byte arrays, sharing nothing with the program. What it and the
/// program agree on is either right or wrong in two different ways.
/// </summary>
internal static class NaiveTree
{
    public static byte[] Hash(byte[][] entries)
    {
        if (entries.Length == 1) return SHA256.HashData([0, .. entries[0]]);
        var k = LargestPowerOfTwoBelow(entries.Length);
        return SHA256.HashData([1, .. Hash(entries[..k]), .. Hash(entries[k..])]);
    }

    public static byte[][] Path(int m, byte[][] entries)
    {
        if (entries.Length == 1) return [];
        var k = LargestPowerOfTwoBelow(entries.Length);
        return m < k ? [.. Path(m, entries[..k]), Hash(entries[k..])] : [.. Path(m - k, entries[k..]), Hash(entries[..k])];
    }

    public static byte[][] Proof(int m, byte[][] entries) => SubProof(m, entries, true);

    private static byte[][] SubProof(int m, byte[][] entries, bool known)
    {
        if (m == entries.Length) return known ? [] : [Hash(entries)];
        var k = LargestPowerOfTwoBelow(entries.Length);
        return m <= k
            ? [.. SubProof(m, entries[..k], known), Hash(entries[k..])]
            : [.. SubProof(m - k, entries[k..], false), Hash(entries[..k])];
    }

    private static int LargestPowerOfTwoBelow(int n)
    {
        var k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }
}
