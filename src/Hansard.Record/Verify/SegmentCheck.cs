using System.Security.Cryptography;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Record.Verify;

/// <summary>Checks one message file, line by line and byte by byte, in memory that does not grow with it.</summary>
internal sealed class SegmentCheck(Segment segment, StoredLog log, JournalHeads heads, bool isBeingWritten)
{
    private readonly TileTree tree = log.Tree();
    private readonly IEnumerator<JournalHeads.Head> dueHeads = heads.From(segment.FirstSeq ?? 0);
    private bool hasHead = true;
    private (long Seq, int Part)? previous;

    public Segment Segment => segment;

    public Findings Findings { get; } = new(log.Layout.Folder);

    public long Lines { get; private set; }

    public long FirstSeq { get; private set; }

    public long LastSeq { get; private set; }

    /// <summary>What orders in the audit log must account for.</summary>
    public RemovalTally Removed { get; } = new(segment.Path);

    public long Attachments { get; private set; }

    public long Heads { get; private set; }

    public long NotCovered { get; private set; }

    public void Run()
    {
        hasHead = dueHeads.MoveNext();
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        try
        {
            foreach (var line in RecordReader.StoredLines(segment.Path))
            {
                if (segment.Manifest is not null)
                {
                    sha256.AppendData(line.Utf8.Span);
                    sha256.AppendData("\n"u8);
                }
                bytes += line.Utf8.Length + 1;
                Check(line);
            }
            CheckEnd(bytes, segment.Manifest is null ? default : new Hash256(sha256.GetHashAndReset()));
        }
        catch (TileException e)
        {
            Findings.Add(e.Path, 1, ExpectedSeq, e.Reason, isDifference: true);
        }
        catch (InvalidDataException e)
        {
            Findings.Add(segment.Path, Lines + 1, ExpectedSeq, e.Message);
        }
    }

    private void Check(StoredLine line)
    {
        if (Lines == segment.Lines && segment.Manifest is null && isBeingWritten)
        {
            NotCovered++;
            return;
        }
        if (!LineEntry.TryOf(line.Utf8.Span, out var entry, out var chain, out var fault))
        {
            Say(line, ExpectedSeq, fault!);
            Lines++;
            return;
        }
        var seq = entry.Position.Seq;
        CheckOrder(line, entry.Position);
        if (Lines >= segment.Lines) Say(line, seq, $"the log has {segment.FirstLeaf + segment.Lines} lines up to here, and this is one more");
        else CheckLeaf(line, entry);
        if (entry.IsRemoved) CheckRemoved(line, seq);
        else if (entry.Attachment is { } attachment) CheckAttachment(line, seq, attachment);
        if (entry.Position.Revision == 0) CheckHead(line, seq, chain);
        Lines++;
    }

    private long ExpectedSeq => previous is { } before ? before.Seq + 1 : segment.FirstSeq ?? 0;

    private void CheckOrder(StoredLine line, LinePosition position)
    {
        if (position.Revision > 0) return;
        if (previous is null && segment.FirstSeq is { } first && (position.Seq, position.Part) != (first, 0))
            Say(line, position.Seq, $"seq {first} is expected first here");
        else if (previous is { } before && (position.Seq, position.Part) != (before.Seq, before.Part + 1) && (position.Seq, position.Part) != (before.Seq + 1, 0))
            Say(line, position.Seq, $"seq {position.Seq} part {position.Part} follows seq {before.Seq} part {before.Part}: lines are missing, doubled or exchanged");
        previous = (position.Seq, position.Part);
        if (FirstSeq == 0) FirstSeq = position.Seq;
        LastSeq = position.Seq;
    }

    private void CheckLeaf(StoredLine line, LineEntry entry)
    {
        if (entry.Leaf != tree.Leaf(segment.FirstLeaf + Lines))
            Findings.Add(line.File, line.Number, entry.Position.Seq, "the line is not the one that was logged here", isDifference: true);
    }

    private void CheckRemoved(StoredLine line, long seq)
    {
        if (RemovedLine.TryRead(line.Utf8, out var removed)) Removed.Take(removed!, line.Number);
        if (segment.Manifest is null) Say(line, seq, "lines are removed from closed files only");
    }

    private void CheckAttachment(StoredLine line, long seq, Hash256 expected)
    {
        var name = LineReader.TryRead(line.Utf8, out var read, out _) ? read!.AttachmentFile : null;
        var path = Path.Combine(log.Layout.AttachmentsFolder, name ?? "");
        if (name is null) Say(line, seq, "the line names no attachment file");
        else if (!File.Exists(path)) Findings.Add(path, 1, seq, "the attachment is missing");
        else if (HashOf(path) != expected) Findings.Add(path, 1, seq, "the attachment is not the one that was recorded");
        else Attachments++;
    }

    private static Hash256 HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return new Hash256(SHA256.HashData(stream));
    }

    private void CheckHead(StoredLine line, long seq, string chain)
    {
        while (hasHead && dueHeads.Current.Seq < seq) hasHead = dueHeads.MoveNext();
        if (!hasHead || dueHeads.Current.Seq != seq) return;
        Heads++;
        if (chain.Length > 0 && chain != dueHeads.Current.HeadHash) Say(line, seq, "the server signed another journal than this line stands in");
    }

    private void CheckEnd(long bytes, Hash256 sha256)
    {
        var missing = segment.Lines - Lines;
        if (missing > 0) Findings.Add(segment.Path, Lines + 1, ExpectedSeq, $"{missing} lines that were logged are missing");
        var torn = new FileInfo(segment.Path).Length - bytes;
        if (torn > 0 && !(isBeingWritten && segment.Manifest is null)) Findings.Add(segment.Path, Lines + 1, ExpectedSeq, "the file ends within a line");
        if (segment.Manifest is not { } manifest) return;
        var path = RecordLayout.ManifestOf(segment.Path);
        if (Findings.Count == 0 && (manifest.Bytes != bytes || manifest.Sha256 != sha256)) Findings.Add(segment.Path, 1, manifest.FirstSeq, "the file is not the one that its manifest was signed for");
        if (LastSeq != manifest.LastSeq && Findings.Count == 0) Findings.Add(path, 1, LastSeq, $"it says that the file ends with seq {manifest.LastSeq}");
        if (manifest.Root != tree.RootAt(manifest.LogSize)) Findings.Add(path, 1, manifest.LastSeq, "the log had another root when the file was closed");
    }

    private void Say(StoredLine line, long seq, string reason) => Findings.Add(line.File, line.Number, seq, reason);
}
