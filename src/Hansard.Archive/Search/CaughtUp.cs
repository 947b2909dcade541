namespace Hansard.Archive.Search;

/// <summary>How far indexing is.</summary>
/// <param name="Lines">Indexed by this call.</param>
/// <param name="Bytes">Of the message files that are indexed, of <paramref name="OfBytes"/>.</param>
public readonly record struct IndexProgress(long Lines, long Bytes, long OfBytes);

/// <summary>What <see cref="RecordIndex.CatchUp"/> did.</summary>
/// <param name="Lines">Indexed by this call.</param>
/// <param name="Missing">Lines of the record that may not be found yet, where another process keeps the index: new ones, and those whose part it makes again.</param>
/// <param name="Repairs">What was made again and why, a sentence each; empty as a rule.</param>
public sealed record CaughtUp(long Lines, long Missing, IReadOnlyList<string> Repairs)
{
    /// <summary>Message files that were written anew, because lines were removed from them: their parts of the index were made again.</summary>
    public IReadOnlyList<string> Rewritten { get; init; } = [];

    /// <summary>Another process keeps this index, and nothing was done.</summary>
    public bool IsElsewhere { get; init; }
}
