using System.Globalization;
using System.Text;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Prove;

/// <summary>Checks lines against the texts of their proof, file by file, in memory that does not grow with them.</summary>
public sealed class SelectionCheck(Checkpoint checkpoint)
{
    private readonly CompactRange tree = new();

    /// <summary>Lines that the proof shows.</summary>
    public long Lines { get; private set; }

    /// <summary>Of these, lines of which only the hashes are left.</summary>
    public long Removed { get; private set; }

    /// <summary>Takes in one file of lines with its text.</summary>
    /// <returns>What is wrong with it, null for nothing yet: only <see cref="End"/> says that all is well.</returns>
    public string? Add(string linesFile, string proofFile)
    {
        using var lines = RecordReader.StoredLines(linesFile).GetEnumerator();
        using var proof = new ProofLines(proofFile);
        if (proof.Next() != SelectionProof.Heading || proof.Number("from") != tree.Size) return $"{proofFile} does not go on at line {tree.Size}";
        while (proof.Next() is { } said)
        {
            if (ProofLines.Number("take", said) is { } taken)
            {
                for (; taken > 0; taken--)
                    if (Take(lines) is { } fault) return fault;
            }
            else if (ProofLines.Number("skip", said) is { } skipped && skipped <= checkpoint.Size - tree.Size)
            {
                foreach (var (height, _) in CompactRange.Cover(tree.Size, tree.Size + skipped))
                {
                    if (proof.Next() is not { } base64 || !Hash256.TryFromBase64(base64, out var hash)) return $"{proofFile} lacks a hash";
                    tree.Append(height, hash);
                }
            }
            else if (ProofLines.Number("to", said) == tree.Size)
            {
                return proof.Next() is not null ? $"{proofFile} goes on after its end"
                    : lines.MoveNext() || new FileInfo(linesFile).Length != bytes ? $"{linesFile} has more than is proved"
                    : Next();
            }
            else
            {
                return $"{proofFile} cannot be read";
            }
        }
        return $"{proofFile} is cut";
    }

    /// <summary>After the last file: whether all of it makes the root that was signed.</summary>
    public string? End() =>
        tree.Size != checkpoint.Size ? $"the proof ends at line {tree.Size} of {checkpoint.Size}"
        : tree.Root() != checkpoint.Root ? "the lines are not those of the log that the checkpoint was signed for"
        : null;

    private long bytes;

    private string? Next()
    {
        bytes = 0;
        return null;
    }

    private string? Take(IEnumerator<StoredLine> lines)
    {
        if (tree.Size == checkpoint.Size) return "the proof shows more lines than the log has";
        if (!lines.MoveNext()) return "a file of lines is cut";
        var line = lines.Current;
        if (!LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out var fault)) return $"{line.File}:{line.Number}: {fault}";
        bytes += line.Utf8.Length + 1;
        tree.Append(entry.Leaf);
        Lines++;
        if (entry.IsRemoved) Removed++;
        return null;
    }

    /// <summary>The lines of a proof; whatever is longer than they are is none.</summary>
    private sealed class ProofLines(string path) : IDisposable
    {
        private readonly StreamReader reader = new(path, Encoding.Latin1);

        public string? Next()
        {
            var line = new StringBuilder();
            for (var next = reader.Read(); next >= 0; next = reader.Read())
            {
                if (next == '\n') return line.ToString();
                if (line.Length == SelectionProof.MaximumLineBytes) return "";
                line.Append((char)next);
            }
            return line.Length > 0 ? "" : null;
        }

        public long? Number(string word) => Next() is { } line ? Number(word, line) : null;

        public static long? Number(string word, string line) =>
            line.StartsWith(word, StringComparison.Ordinal) && long.TryParse(line.AsSpan(Math.Min(line.Length, word.Length + 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && line == SelectionProof.Line(word, number)[..^1] ? number : null;

        public void Dispose() => reader.Dispose();
    }
}
