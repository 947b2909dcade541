using System.Globalization;
using System.Text;
using Hansard.Record.Merkle;

namespace Hansard.Record.Prove;

/// <summary>That an entry stands in a log, in one file that can be checked without the log (C2SP tlog-proof).</summary>
/// <param name="Extra">What the entry is made from; whoever checks makes it again and believes nothing else of this.</param>
/// <param name="Index">Of the entry in the log, from 0.</param>
/// <param name="Hashes">From the entry's sibling up to the root's child.</param>
/// <param name="CheckpointNote">Signed by the log, and by witnesses where there are any.</param>
public sealed record TlogProof(byte[] Extra, long Index, IReadOnlyList<Hash256> Hashes, byte[] CheckpointNote)
{
    private const string Heading = "c2sp.org/tlog-proof@v1";

    public byte[] ToUtf8()
    {
        var text = new StringBuilder();
        text.Append(Heading).Append('\n');
        text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Hashes) text.Append(hash.ToBase64()).Append('\n');
        return [.. Encoding.ASCII.GetBytes(text.Append('\n').ToString()), .. CheckpointNote];
    }

    public static bool TryParse(ReadOnlySpan<byte> utf8, out TlogProof? proof)
    {
        proof = null;
        var blank = utf8.IndexOf("\n\n"u8);
        if (blank < 0) return false;
        var lines = Encoding.Latin1.GetString(utf8[..blank]).Split('\n');
        if (lines is not [Heading, var extra, var index, .. var hashes] || hashes.Length > ConsistencyProof.MaximumHashes) return false;
        if (!extra.StartsWith("extra ", StringComparison.Ordinal) || !StrictBase64.TryDecode(extra["extra ".Length..], out var bytes)) return false;
        if (!index.StartsWith("index ", StringComparison.Ordinal) || !long.TryParse(index["index ".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        var path = new List<Hash256>();
        foreach (var line in hashes)
        {
            if (!Hash256.TryFromBase64(line, out var hash)) return false;
            path.Add(hash);
        }
        var read = new TlogProof(bytes, number, path, utf8[(blank + 2)..].ToArray());
        // One proof has one spelling: leading zeros do not come out again.
        if (!read.ToUtf8().AsSpan().SequenceEqual(utf8)) return false;
        proof = read;
        return true;
    }
}
