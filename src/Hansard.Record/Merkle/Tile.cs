using System.Globalization;
using System.Text;

namespace Hansard.Record.Merkle;

/// <summary>
/// A run of hashes of a log's tree as it stands in one file (C2SP tlog-tiles): 256 subtrees of <c>256^Level</c> leaves each, fewer in the last one
/// of a level as long as it grows.
/// </summary>
/// <param name="Level">From 0, whose hashes are the leaves'.</param>
/// <param name="Index">Within the level, from 0.</param>
/// <param name="Width">Hashes in it, from 1 to 256.</param>
public readonly record struct Tile(int Level, long Index, int Width = Tile.FullWidth)
{
    public const int FullWidth = 256;

    /// <summary>Levels of the tree that one level of tiles spans.</summary>
    internal const int Height = 8;


    public bool IsFull => Width == FullWidth;

    /// <summary>Relative to the log's folder: <c>tile/0/x001/x234/067</c>, and <c>.p/WIDTH</c> while it is not full.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder(Index.ToString("D3", CultureInfo.InvariantCulture)[^3..]);
            for (var rest = Index / 1000; rest > 0; rest /= 1000)
                path.Insert(0, string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:D3}/"));
            path.Insert(0, string.Create(CultureInfo.InvariantCulture, $"tile/{Level}/"));
            if (!IsFull) path.Append(CultureInfo.InvariantCulture, $".p/{Width}");
            return path.ToString();
        }
    }

    /// <summary>The tile of a level that holds the n-th hash of that level, as wide as a tree of that size has it.</summary>
    public static Tile Holding(int level, long hash, long size)
    {
        var index = hash / FullWidth;
        return new Tile(level, index, (int)Math.Min(FullWidth, HashesAt(level, size) - index * FullWidth));
    }

    /// <summary>How many hashes a level of a tree of that size has.</summary>
    public static long HashesAt(int level, long size) => size >> (Height * level);

    /// <summary>Every tile of a tree of that size, level by level from the leaves up; none for the empty tree.</summary>
    public static IEnumerable<Tile> Of(long size)
    {
        for (var level = 0; HashesAt(level, size) is > 0 and var hashes; level++)
            for (long first = 0; first < hashes; first += FullWidth)
                yield return Holding(level, first, size);
    }
}
