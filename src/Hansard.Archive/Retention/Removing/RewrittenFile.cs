using System.Buffers;
using System.Security.Cryptography;
using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Retention;

/// <summary>A closed file without some of its lines, written beside it in memory that does not grow with it, and not yet in its place.</summary>
/// <param name="Lines">That were removed.</param>
/// <param name="Attachments">Names of the files that those lines name.</param>
internal sealed record RewrittenFile(long Bytes, Hash256 Sha256, IReadOnlyList<LinePosition> Lines, IReadOnlyList<string> Attachments)
{
    private const int BlockBytes = 1 << 20;

    /// <param name="manifest">Of the file as it is.</param>
    /// <param name="to">Where it is written; durable when this returns.</param>
    /// <exception cref="RecordDamagedException">The file is not the one that its manifest was signed for.</exception>
    /// <exception cref="ArgumentException">It has fewer lines.</exception>
    public static RewrittenFile Write(IRecordDisk disk, string path, Manifest manifest, RemovalOrder order, string to)
    {
        if (order.Lines is [.., var last] && last >= manifest.Lines) throw new ArgumentException($"{order.FileName} has {manifest.Lines} lines, and not line {last}");
        using var file = disk.Open(path);
        using var rewritten = disk.OpenOrCreate(to);
        using IncrementalHash before = IncrementalHash.CreateHash(HashAlgorithmName.SHA256), after = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var at = LineTimes.Rfc3339(LineTimes.Microseconds(order.At));
        var removed = new List<LinePosition>();
        var attachments = new List<string>();
        var block = new ArrayBufferWriter<byte>(BlockBytes);
        long bytes = 0, place = 0;
        var next = 0;
        foreach (var line in LineScan.Of(file, path, file.Length))
        {
            before.AppendData(line.Span);
            if (next == order.Lines.Count || order.Lines[next] != place++) block.Write(line.Span);
            else
            {
                next++;
                if (Remove(line[..^1], path, block, at, order.Rule, attachments) is { } position) removed.Add(position);
            }
            if (block.WrittenCount >= BlockBytes) Flush();
        }
        Flush();
        rewritten.Truncate(bytes);
        rewritten.Sync();
        if (file.Length != manifest.Bytes || new Hash256(before.GetHashAndReset()) != manifest.Sha256)
            throw new RecordDamagedException(path, 0, "the file is not the one that its manifest was signed for");
        return new RewrittenFile(bytes, new Hash256(after.GetHashAndReset()), removed, attachments);

        void Flush()
        {
            if (block.WrittenCount == 0) return;
            rewritten.Write(block.WrittenSpan, bytes);
            after.AppendData(block.WrittenSpan);
            bytes += block.WrittenCount;
            block.ResetWrittenCount();
        }
    }

    /// <returns>Null where the line was removed before.</returns>
    private static LinePosition? Remove(ReadOnlyMemory<byte> line, string path, IBufferWriter<byte> output, string at, string rule, List<string> attachments)
    {
        if (!LineEntry.TryOf(line.Span, out var entry, out _, out var fault)) throw new RecordDamagedException(path, 0, fault!);
        if (entry.IsRemoved) output.Write(line.Span);
        else RemovedLine.Of(entry, at, rule).Write(output);
        output.Write("\n"u8);
        if (entry.IsRemoved) return null;
        if (entry.Attachment is not null && LineReader.TryRead(line, out var read, out _) && read!.AttachmentFile is { Length: > 0 } name) attachments.Add(name);
        return entry.Position;
    }
}
