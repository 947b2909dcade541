namespace Hansard.Archive.Search;

/// <summary>
/// Which runs of four characters stand in which block of lines, one bit each: a substring can only be where all of its own are. Characters are
/// compared in upper case; pairs of surrogates are left out, since their case is not told from their halves. Pure.
/// </summary>
internal static class Grams
{
    /// <summary>Facts of one group, as a power of two. A group is written when the journal is past it; the lines behind the last one are read one by one.</summary>
    public const int GroupBits = 17;

    /// <summary>Facts of one block, as a power of two: all of a block's lines are read where one may have the substring.</summary>
    public const int BlockBits = 5;

    public const int BlocksOfGroup = 1 << (GroupBits - BlockBits);

    /// <summary>Different bits that a run of characters can fall on.</summary>
    public const int Hashes = 1 << HashBits;

    private const int HashBits = 15;

    private const int Length = 4;

    public static long GroupOf(long seq) => seq >> GroupBits;

    public static int BlockOf(long seq) => (int)(seq >> BlockBits) & (BlocksOfGroup - 1);

    /// <summary>The first fact of a block of a group.</summary>
    public static long FirstOf(long group, int block) => (group << GroupBits) + ((long)block << BlockBits);

    /// <summary>Calls with each run of a text, the same one as often as it comes.</summary>
    public static void Each(ReadOnlySpan<char> text, Action<int> take)
    {
        for (var at = 0; at + Length <= text.Length; at++)
        {
            var run = text.Slice(at, Length);
            if (run.ContainsAnyInRange('\ud800', '\udfff')) continue;
            var mixed = 0UL;
            foreach (var character in run) mixed = unchecked((mixed ^ char.ToUpperInvariant(character)) * 0x9E3779B97F4A7C15);
            take((int)(mixed >> (64 - HashBits)));
        }
    }
}

/// <summary>The bits of one group while they are gathered.</summary>
internal sealed class GramMatrix
{
    private const int BytesOfRow = Grams.BlocksOfGroup / 8;

    private readonly byte[] bits = new byte[Grams.Hashes * BytesOfRow];

    public void Add(string text, int block) => Grams.Each(text, hash => bits[hash * BytesOfRow + block / 8] |= (byte)(1 << (block % 8)));

    /// <summary>The blocks that have a run, one bit each.</summary>
    public ReadOnlySpan<byte> Row(int hash) => bits.AsSpan(hash * BytesOfRow, BytesOfRow);
}
