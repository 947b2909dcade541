using System.Globalization;
using Hansard.Record.Merkle;

namespace Hansard.Record.Format;

/// <summary>What stands in a closed message file, signed by the log's key beside it, so that the file can be checked by itself.</summary>
/// <param name="Origin">The log's.</param>
/// <param name="File">Its name, without a folder.</param>
/// <param name="FirstSeq">Of the first fact that was first recorded here; completions of earlier ones may stand between.</param>
/// <param name="FirstLeaf">Where its first line stands in the log, from 0.</param>
/// <param name="Root">Of the log's tree after its last line.</param>
/// <param name="Zone">In which its lines' <c>time</c> is written.</param>
public sealed record Manifest(
    string Origin, string File, long FirstSeq, long LastSeq, long FirstLeaf, long Lines, long Bytes, Hash256 Sha256, Hash256 Root, string Zone)
{
    /// <summary>No checkpoint begins like this, so neither can be shown as the other.</summary>
    private const string Heading = "hansard-manifest/1";

    /// <summary>Entries of the log up to and with this file's.</summary>
    public long LogSize => FirstLeaf + Lines;

    /// <summary>The lines that are signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $"{Heading}\n{Origin}\nfile {File}\nseq {FirstSeq}-{LastSeq}\nfirst {FirstLeaf}\nlines {Lines}\nbytes {Bytes}\nsha256 {Sha256}\nroot {Root.ToBase64()}\nzone {Zone}\n");

    /// <summary>Reads a manifest that this key signed.</summary>
    /// <param name="fault">Why it is none, for people.</param>
    public static bool TryOpen(ReadOnlySpan<byte> utf8, VerifierKey key, out Manifest? manifest, out string? fault)
    {
        manifest = null;
        fault = !SignedNote.TryParse(utf8, out var note) ? "it is not a signed note"
            : !note!.IsSignedBy(key) ? $"it is not signed by {key.Name}"
            : !TryParse(note.Text, out manifest) ? "its text is no manifest"
            : manifest!.Origin != key.Name ? $"it is of the log {manifest.Origin}"
            : null;
        if (fault is not null) manifest = null;
        return fault is null;
    }

    private static bool TryParse(string text, out Manifest? manifest)
    {
        manifest = null;
        if (text.Split('\n') is not [Heading, var origin, var file, var seq, var first, var lines, var bytes, var sha256, var root, var zone, ""]) return false;
        if (After("seq ", seq).Split('-') is not [var firstSeq, var lastSeq]) return false;
        if (!Hash256.TryFromHex(After("sha256 ", sha256), out var fileHash) || !Hash256.TryFromBase64(After("root ", root), out var rootHash)) return false;
        var read = new Manifest(
            origin, After("file ", file), Number(firstSeq), Number(lastSeq), Number(After("first ", first)), Number(After("lines ", lines)),
            Number(After("bytes ", bytes)), fileHash, rootHash, After("zone ", zone));
        // Whatever was misread does not come out the same again.
        if (read.Text != text) return false;
        manifest = read;
        return true;
    }

    private static string After(string word, string line) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : "";

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
