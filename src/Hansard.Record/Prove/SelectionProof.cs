using System.Globalization;
using System.Text;
using Hansard.Record.Merkle;

namespace Hansard.Record.Prove;

/// <summary>
/// That some of a log's lines stand in it, each at its place, in one pass and without a hash for any of them: a text that says which leaves are
/// shown (<c>take</c>), and gives the hashes of the subtrees between them (<c>skip</c>). Together they make the root that the checkpoint signs.
/// A selection may be proved in several such texts, one for each file of lines; each goes on where the one before it ended.
/// </summary>
public static class SelectionProof
{
    internal const string Heading = "hansard-selection-proof/1";

    /// <summary>Digits of a number, a word and a space.</summary>
    internal const int MaximumLineBytes = 64;

    internal static string Line(string word, long number) => string.Create(CultureInfo.InvariantCulture, $"{word} {number}\n");
}

/// <summary>Writes one text of a proof as the selected leaves come.</summary>
/// <param name="from">Where the text before it ended; 0 for the first.</param>
/// <param name="subtree">Of the log, which may have grown since the checkpoint: only whole subtrees are asked for.</param>
public sealed class SelectionProofWriter(Stream output, long from, SubtreeHash subtree)
{
    private readonly long start = from;
    private long taken;
    private bool begun;

    /// <summary>The next leaf that is not accounted for.</summary>
    public long Position { get; private set; } = from;

    /// <summary>The line of this leaf is shown.</summary>
    public void Take(long leaf)
    {
        if (leaf < Position) throw new ArgumentException($"leaf {leaf} was passed already", nameof(leaf));
        if (leaf > Position) Skip(leaf);
        taken++;
        Position++;
    }

    /// <param name="to">For the last text the log's size, so that the whole tree is accounted for; else <see cref="Position"/>.</param>
    public void End(long to)
    {
        if (to > Position) Skip(to);
        FlushTaken();
        Begin();
        Write(SelectionProof.Line("to", to));
    }

    private void Skip(long to)
    {
        FlushTaken();
        Begin();
        Write(SelectionProof.Line("skip", to - Position));
        foreach (var (height, index) in CompactRange.Cover(Position, to)) Write(subtree(height, index).ToBase64() + "\n");
        Position = to;
    }

    private void FlushTaken()
    {
        if (taken == 0) return;
        Begin();
        Write(SelectionProof.Line("take", taken));
        taken = 0;
    }

    private void Begin()
    {
        if (begun) return;
        begun = true;
        Write($"{SelectionProof.Heading}\n{SelectionProof.Line("from", start)}");
    }

    private void Write(string text) => output.Write(Encoding.ASCII.GetBytes(text));
}
