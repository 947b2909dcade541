using System.Globalization;

namespace Hansard.Record.Merkle;

/// <summary>What a log was at one moment (C2SP tlog-checkpoint): its name, how many entries it had, and the root that stands for all of them.</summary>
/// <param name="Origin"><c>hansard/NETWORK/BOT</c> for a record.</param>
/// <param name="Size">Entries, from 1: a checkpoint over nothing is refused.</param>
public sealed record Checkpoint(string Origin, long Size, Hash256 Root)
{
    /// <summary>The lines that are signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n");

    public static string OriginOf(string network, string bot) => $"hansard/{network}/{bot}";

    /// <summary>Reads the text of a note. Lines that the log adds to the three are accepted, signed as they are, and say nothing here.</summary>
    public static bool TryParse(string text, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (text.Split('\n') is not [{ Length: > 0 } origin, var size, var root, .. var others, ""] || others.Contains("")) return false;
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || size[0] == '0') return false;
        if (!Hash256.TryFromBase64(root, out var hash)) return false;
        checkpoint = new Checkpoint(origin, number, hash);
        return true;
    }

    /// <summary>Reads a checkpoint that this key signed; the key's name must be the checkpoint's origin.</summary>
    /// <param name="fault">Why it is none, for people.</param>
    public static bool TryOpen(ReadOnlySpan<byte> utf8, VerifierKey key, out Checkpoint? checkpoint, out string? fault)
    {
        checkpoint = null;
        fault = !SignedNote.TryParse(utf8, out var note) ? "it is not a signed note"
            : !note!.IsSignedBy(key) ? $"it is not signed by {key.Name}"
            : !TryParse(note.Text, out checkpoint) ? "its text is no checkpoint"
            : checkpoint!.Origin != key.Name ? $"it is of the log {checkpoint.Origin}"
            : null;
        if (fault is not null) checkpoint = null;
        return fault is null;
    }
}
