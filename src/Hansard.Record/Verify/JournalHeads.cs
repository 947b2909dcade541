using Hansard.Record.Format;

namespace Hansard.Record.Verify;

/// <summary>The journal heads that the recorder kept: which journal the record is complete for, as the server signed it.</summary>
internal sealed class JournalHeads
{
    internal readonly record struct Head(long Seq, string HeadHash);

    private readonly List<Head> heads = [];

    public string? JournalKeyHex { get; private set; }

    public long Count => heads.Count;

    /// <summary>Reads them and checks every signature.</summary>
    /// <param name="isBeingWritten">Whether the last line may be unfinished.</param>
    public static JournalHeads Read(RecordLayout layout, bool isBeingWritten, Findings findings)
    {
        var read = new JournalHeads();
        if (!File.Exists(layout.HeadsFile))
        {
            findings.Add(layout.HeadsFile, 1, 0, "the file is missing");
            return read;
        }
        long bytes = 0;
        foreach (var line in RecordReader.StoredLines(layout.HeadsFile))
        {
            bytes += line.Utf8.Length + 1;
            if (!HeadLine.TryRead(line.Utf8, out var head) || !head!.ToUtf8().AsSpan().SequenceEqual(line.Utf8.Span))
            {
                findings.Add(layout.HeadsFile, line.Number, 0, "it is no head of a journal");
                continue;
            }
            read.JournalKeyHex ??= head.JournalKeyHex;
            var reason = !head.IsSigned() ? "the signature of the journal's head does not hold"
                : head.JournalKeyHex != read.JournalKeyHex ? "the journal's head is signed by another key than the first"
                : read.heads is [.., var last] && head.Seq <= last.Seq ? $"the journal's head comes after that of seq {last.Seq}"
                : null;
            if (reason is null) read.heads.Add(new Head(head.Seq, head.HeadHash));
            else findings.Add(layout.HeadsFile, line.Number, head.Seq, reason);
        }
        if (new FileInfo(layout.HeadsFile).Length > bytes && !isBeingWritten) findings.Add(layout.HeadsFile, 1, 0, "the file ends within a line");
        return read;
    }

    /// <summary>Those of facts from there on.</summary>
    public IEnumerator<Head> From(long seq) => heads.SkipWhile(head => head.Seq < seq).GetEnumerator();

    /// <summary>Of the last fact that the server is known to have signed, 0 for none.</summary>
    public long LastSeq => heads is [.., var last] ? last.Seq : 0;
}
