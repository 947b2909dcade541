namespace Hansard.Record.Verify;

/// <summary>What verifying a record came to.</summary>
/// <param name="Findings">In the record's order, at most a hundred of each file; none in a sound record.</param>
/// <param name="FindingCount">Of all.</param>
/// <param name="Key">Under which it was verified, as it stands in a key file.</param>
/// <param name="Size">Lines that the checkpoint covers.</param>
/// <param name="RootBase64">Of the log's tree.</param>
/// <param name="Lines">Lines that were read, up to the checkpoint.</param>
/// <param name="Files">Message files.</param>
/// <param name="FirstSeq">Of the first fact; 0 in an empty record.</param>
/// <param name="Removed">Lines of which only the hashes are left: how many name which rule.</param>
/// <param name="Attachments">That are there, with the hash that their line names.</param>
/// <param name="Heads">Signed heads of the journal that the lines agree with.</param>
/// <param name="JournalKeyHex">Which signed them, null without heads.</param>
/// <param name="NotCovered">Lines that a recorder, which is running, has written since the checkpoint.</param>
/// <param name="WitnessedSize">Lines that the newest checkpoint with a witness's signature covers, 0 for none.</param>
public sealed record Verification(
    IReadOnlyList<Finding> Findings, long FindingCount, string Key, long Size, string RootBase64, long Lines, int Files, long FirstSeq, long LastSeq,
    IReadOnlyDictionary<string, long> Removed, long Attachments, long Heads, string? JournalKeyHex, long NotCovered, long WitnessedSize)
{
    /// <summary>What the audit log beside the record came to; its findings are among <see cref="Findings"/> too. Null where the record has none.</summary>
    public Verification? Audit { get; init; }

    /// <summary>Names of closed files from which lines are being removed this moment, or were when the recorder died: its next start finishes that.</summary>
    public IReadOnlyList<string> BeingRemoved { get; init; } = [];

    /// <summary>What the audit log decides about what leaves the record; null where it has none that is sound.</summary>
    public DecidedRetention? Retention { get; init; }

    public bool IsSound => FindingCount == 0;
}
