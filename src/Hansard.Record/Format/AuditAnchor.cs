using System.Globalization;
using Hansard.Record.Merkle;

namespace Hansard.Record.Format;

/// <summary>
/// The recorder's word about the audit log beside its record, signed by the record's key: under which key the audit log is written, and what it was when
/// this was signed. Whoever has only the audit log's own key can add to it, and change nothing of what was there.
/// </summary>
/// <param name="Key">Of the audit log.</param>
/// <param name="Size">Entries that it had, at least 1.</param>
/// <param name="Root">Of its tree then.</param>
public sealed record AuditAnchor(VerifierKey Key, long Size, Hash256 Root)
{
    private const string Heading = "hansard-audit/1";

    /// <summary>The name under which a record's audit log signs.</summary>
    public static string OriginOf(VerifierKey record) => record.Name + "/audit";

    /// <summary>The lines that are signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Heading}\n{Key}\n{Size}\n{Root.ToBase64()}\n");

    /// <summary>Reads an anchor that this record's key signed.</summary>
    /// <param name="fault">Why it is none, for people.</param>
    public static bool TryOpen(ReadOnlySpan<byte> utf8, VerifierKey record, out AuditAnchor? anchor, out string? fault)
    {
        anchor = null;
        fault = !SignedNote.TryParse(utf8, out var note) ? "it is not a signed note"
            : !note!.IsSignedBy(record) ? $"it is not signed by {record.Name}"
            : !TryParse(note.Text, out anchor) ? "its text names no audit log"
            : anchor!.Key.Name != OriginOf(record) ? $"it is of the audit log {anchor.Key.Name}"
            : null;
        if (fault is not null) anchor = null;
        return fault is null;
    }

    private static bool TryParse(string text, out AuditAnchor? anchor)
    {
        anchor = null;
        if (text.Split('\n') is not [Heading, var line, var digits, var root, ""]) return false;
        if (!VerifierKey.TryParse(line, out var key) || !Hash256.TryFromBase64(root, out var hash)) return false;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size == 0) return false;
        var read = new AuditAnchor(key!, size, hash);
        // Whatever was misread does not come out the same again.
        if (read.Text != text) return false;
        anchor = read;
        return true;
    }
}
