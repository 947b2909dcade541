using System.Globalization;

namespace Hansard.Record.Verify;

/// <summary>Something in a record that is not as it was written.</summary>
/// <param name="File">Relative to the record's folder, where it stands in it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Seq">Of the fact in the journal that it is about, as far as that can be told; 0 for none.</param>
/// <param name="Reason">For people.</param>
public sealed record Finding(string File, long Line, long Seq, string Reason)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"FAIL {File}:{Line} seq {Seq}: {Reason}");
}

/// <summary>What one part of the checking found, in the order of the record. Bounded: one wrong line early in a file can put all the others out of place.</summary>
internal sealed class Findings(string folder)
{
    /// <summary>Kept of one part; further ones are counted.</summary>
    private const int Kept = 100;

    private readonly List<(Finding Finding, bool IsDifference)> kept = [];
    private long differences;

    public long Count { get; private set; }

    public IEnumerable<Finding> First => kept.Select(one => one.Finding);

    /// <param name="isDifference">Whether it is that a line and a tile differ, of which either may be wrong.</param>
    public void Add(string path, long line, long seq, string reason, bool isDifference = false)
    {
        Count++;
        if (isDifference) differences++;
        if (kept.Count < Kept) kept.Add((new Finding(Path.GetRelativePath(folder, path), line, seq, reason), isDifference));
    }

    /// <summary>Takes back that lines differ from tiles, once it is known that the tiles are wrong.</summary>
    public void DropDifferences()
    {
        kept.RemoveAll(one => one.IsDifference);
        Count -= differences;
        differences = 0;
    }
}
