namespace Hansard.Archive.Retention;

/// <summary>
/// Lines of one closed file that shall be removed. Only these: whoever orders it names all parts and revisions of a fact, in whatever files they stand,
/// or the others still tell what was said.
/// </summary>
/// <param name="FileName">Of the closed file, without a folder.</param>
/// <param name="Lines">Their places in the file from 0, ascending. Lines that were removed before stay as they are.</param>
/// <param name="Rule">What orders it, as it will stand in each of the lines; 1 to <see cref="MaximumRuleCharacters"/> characters.</param>
/// <param name="At">The moment that will stand there.</param>
public sealed record RemovalOrder(string FileName, IReadOnlyList<long> Lines, string Rule, DateTimeOffset At)
{
    public const int MaximumRuleCharacters = 200;

    /// <exception cref="ArgumentException">What no order may be, whatever the file holds.</exception>
    internal void Demand()
    {
        if (Rule.Length is 0 or > MaximumRuleCharacters) throw new ArgumentException($"a rule has 1 to {MaximumRuleCharacters} characters");
        for (var n = 0; n < Lines.Count; n++)
            if (Lines[n] < 0 || (n > 0 && Lines[n] <= Lines[n - 1])) throw new ArgumentException($"the lines of {FileName} are not in ascending order");
    }
}

/// <summary>What a removal came to.</summary>
/// <param name="Lines">That were removed now.</param>
/// <param name="Attachments">Files that were deleted with them: those that no remaining line names.</param>
/// <param name="BytesFreed">On the disk; what a removed line leaves of itself may be longer than a short line was, so below 0 at worst.</param>
public sealed record RemovalResult(string FileName, long Lines, int Attachments, long BytesFreed)
{
    /// <summary>Nothing was removed, because nothing is recorded behind this file yet and its end says how far the record has come. To be ordered again later.</summary>
    public bool IsPostponed { get; init; }
}
