using System.Buffers;
using Hansard.Record.Format;

namespace Hansard.Archive.Log;

/// <summary>
/// The record being written: lines in the order of the journal, without gap or double, whatever happened to the writer. One process at a time.
/// Not safe for several threads: one recorder has one order.
/// </summary>
public sealed class RecordLog : IDisposable
{
    /// <summary>Of one append. What a crash may leave half written is never more, so opening looks no further back.</summary>
    public const int MaximumBatchBytes = 16 * 1024 * 1024;

    private readonly IDisposable hold;
    private readonly AppendFile messages;
    private readonly AppendFile heads;
    private readonly ArrayBufferWriter<byte> buffer = new(64 * 1024);

    private RecordLog(IDisposable hold, AppendFile messages, AppendFile heads, Recovered recovered)
    {
        (this.hold, this.messages, this.heads, Recovered) = (hold, messages, heads, recovered);
        (Last, Chain) = (recovered.Last, recovered.Chain);
    }

    /// <summary>The last fact that is wholly recorded, null in an empty record.</summary>
    public LinePosition? Last { get; private set; }

    /// <summary>The sequence number of <see cref="Last"/>, 0 in an empty record.</summary>
    public long LastSeq => Last?.Seq ?? 0;

    /// <summary>The journal's head hash after <see cref="Last"/>.</summary>
    public string Chain { get; private set; }

    /// <summary>What opening found and did.</summary>
    public Recovered Recovered { get; }

    /// <exception cref="RecordInUseException">Another process writes here.</exception>
    /// <exception cref="RecordDamagedException">The files are not as this program left them.</exception>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public static RecordLog Open(RecordLayout layout, IRecordDisk disk)
    {
        using var opening = new Stack();
        try
        {
            foreach (var folder in new[] { layout.MessagesFolder, layout.AttachmentsFolder, layout.LogFolder }) disk.CreateFolder(folder);
            var hold = opening.Push(Hold(layout, disk));
            var messages = opening.Push(AppendFile.Inspect(disk, layout.CurrentFile));
            var heads = opening.Push(AppendFile.Open(disk, layout.HeadsFile));
            var recovered = RecordRecovery.Recover(layout, disk, messages);
            opening.Keep();
            return new RecordLog(hold, messages, heads, recovered);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException)
            and not RecordInUseException and not RecordDamagedException and not RecordHaltedException)
        {
            throw new RecordHaltedException(layout.Folder, e);
        }
    }

    /// <summary>Records a batch with one flush. When it returns, the lines are on the disk; when it throws, none of them counts.</summary>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public void Append(IReadOnlyList<RecordLine> lines)
    {
        buffer.ResetWrittenCount();
        var (last, chain) = (Last, Chain);
        foreach (var line in lines)
        {
            var hansard = line.Hansard ?? throw new ArgumentException("a line without its position", nameof(lines));
            if (hansard.Position.Revision == 0)
            {
                if (last is { } before && !hansard.Position.Follows(before))
                    throw new ArgumentException($"{hansard.Position} does not follow {before}", nameof(lines));
                (last, chain) = (hansard.Position, hansard.Chain);
            }
            line.Write(buffer);
            buffer.Write("\n"u8);
        }
        if (buffer.WrittenCount > MaximumBatchBytes)
            throw new ArgumentException($"{buffer.WrittenCount} bytes in one batch, at most {MaximumBatchBytes}", nameof(lines));
        messages.Append(buffer.WrittenSpan);
        (Last, Chain) = (last, chain);
    }

    /// <summary>Keeps a signed head of the journal, durable when it returns.</summary>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public void KeepHead(HeadLine head) => heads.Append([.. head.ToUtf8(), (byte)'\n']);

    public void Dispose()
    {
        messages.Dispose();
        heads.Dispose();
        hold.Dispose();
    }

    private static IDisposable Hold(RecordLayout layout, IRecordDisk disk)
    {
        try
        {
            return disk.Lock(layout.LockFile);
        }
        catch (IOException e)
        {
            throw new RecordInUseException(layout.Folder, e);
        }
    }

    /// <summary>What is open so far, closed again unless opening succeeds as a whole.</summary>
    private sealed class Stack : IDisposable
    {
        private readonly Stack<IDisposable> opened = new();

        public T Push<T>(T resource) where T : IDisposable
        {
            opened.Push(resource);
            return resource;
        }

        public void Keep() => opened.Clear();

        public void Dispose()
        {
            while (opened.TryPop(out var resource)) resource.Dispose();
        }
    }
}
