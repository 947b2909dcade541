using Hansard.Record.Format;

namespace Hansard.Archive.Log;

/// <summary>
/// The record being written: lines in the order of the journal, without gap or double, whatever happened to the writer, and a log in which each of
/// them can be proved. Not safe for several threads: one recorder has one order.
/// </summary>
public sealed class RecordLog : IDisposable
{
    /// <summary>Of one append. What a crash may leave half written is never more, so opening looks no further back.</summary>
    public const int MaximumBatchBytes = 16 * 1024 * 1024;

    private readonly RecordHold hold;
    private readonly LogSettings settings;
    private readonly AppendFile heads;
    private readonly TreeLog log;
    private AppendFile messages;
    private long firstLeaf;
    private long? firstTimestamp;
    private ClosingFile? closing;
    private Batch? unfinished;

    private RecordLog(RecordHold hold, LogSettings settings, AppendFile messages, AppendFile heads, TreeLog log, Recovered recovered, long firstLeaf, long? firstTimestamp)
    {
        (this.hold, this.settings, this.messages, this.heads, this.log, this.firstLeaf, this.firstTimestamp) = (hold, settings, messages, heads, log, firstLeaf, firstTimestamp);
        (Recovered, Last, Chain) = (recovered, recovered.Last, recovered.Chain);
    }

    /// <summary>The last fact that is wholly recorded and logged, null in an empty record.</summary>
    public LinePosition? Last { get; private set; }

    /// <summary>The sequence number of <see cref="Last"/>, 0 in an empty record.</summary>
    public long LastSeq => Last?.Seq ?? 0;

    /// <summary>The journal's head hash after <see cref="Last"/>.</summary>
    public string Chain { get; private set; }

    /// <summary>Lines that the published checkpoint covers.</summary>
    public long LogSize => log.Size;

    /// <summary>What opening found and did.</summary>
    public Recovered Recovered { get; }

    /// <param name="hold">Given back when the log is disposed.</param>
    /// <exception cref="RecordDamagedException">The files are not as this program left them.</exception>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public static RecordLog Open(RecordHold hold, LogSettings settings)
    {
        RecordLog? log = null;
        RecordHaltedException.Or(hold.Layout.Folder, () => log = OpenFiles(hold, settings));
        return log!;
    }

    /// <summary>
    /// Records whole facts. When it returns, the lines are on the disk and in the published log; when it throws, nobody may be told that they are, and
    /// the same lines must be offered again: some may be on the disk already, and those are neither lost nor doubled.
    /// </summary>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public void Append(IReadOnlyList<RecordLine> lines)
    {
        var batch = Batch.Of(lines);
        if (unfinished?.IsSame(batch) != true)
        {
            // Of an earlier batch of which nothing is on the disk, nothing is left to do.
            if (unfinished is { Written: > 0 }) Write(unfinished);
            unfinished = null;
            batch.DemandFollowing(Last);
            unfinished = batch;
        }
        Write(unfinished);
        unfinished = null;
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

    private RecordLayout Layout => hold.Layout;

    private IRecordDisk Disk => hold.Disk;

    private void Write(Batch batch)
    {
        while (batch.Published < batch.Count)
        {
            if (batch.Written == batch.Published)
            {
                var to = closing is null ? batch.Fitting(settings.Rotation, messages.Length, firstTimestamp) : batch.Written;
                if (to == batch.Written)
                {
                    RecordHaltedException.Or(Layout.MessagesFolder, CloseFile);
                    continue;
                }
                messages.Append(batch.Bytes(batch.Written, to));
                firstTimestamp ??= batch.FirstTimestamp(batch.Written, to);
                batch.Written = to;
            }
            RecordHaltedException.Or(Layout.LogFolder, () => log.Publish(batch.Leaves(batch.Published, batch.Written)));
            if (batch.Last(batch.Published, batch.Written) is var (last, chain)) (Last, Chain) = (last, chain);
            batch.Published = batch.Written;
        }
    }

    /// <summary>Gives the current file its final name, signs it and begins the next. Each step looks at what is done already, so a refusal anywhere is made good by the next call.</summary>
    private void CloseFile()
    {
        closing ??= ClosingFile.Examine(Disk, Layout.CurrentFile, log.Tree, firstLeaf);
        var closed = Layout.ClosedFile(closing.FirstSeq, closing.LastSeq);
        messages.Dispose();
        if (Disk.Length(Layout.CurrentFile) is > 0)
        {
            if (Disk.Length(closed) is not null) throw new RecordDamagedException(closed, 0, "there is such a file already");
            Disk.Rename(Layout.CurrentFile, closed);
        }
        Disk.SyncFolder(Layout.MessagesFolder);
        closing.Seal(Layout, Disk, settings, log.Tree);
        messages = AppendFile.Open(Disk, Layout.CurrentFile);
        firstLeaf += closing.Lines;
        (closing, firstTimestamp) = (null, null);
    }

    private static RecordLog OpenFiles(RecordHold hold, LogSettings settings)
    {
        var (layout, disk) = (hold.Layout, hold.Disk);
        AppendFile? messages = null, heads = null;
        try
        {
            messages = AppendFile.Inspect(disk, layout.CurrentFile);
            heads = AppendFile.Open(disk, layout.HeadsFile);
            var log = TreeLog.Open(layout, disk, settings.Signer);
            var unsealed = UnsealedLines.Find(layout, disk, log, settings.Signer.Key);
            var recovered = RecordRecovery.Recover(layout, disk, messages, unsealed);
            var (logged, firstLeaf) = unsealed.Log(messages.Length, settings);
            return new RecordLog(
                hold, settings, messages, heads, log, recovered with { Logged = logged }, firstLeaf, FirstTimestamp(disk, layout.CurrentFile, messages.Length));
        }
        catch
        {
            messages?.Dispose();
            heads?.Dispose();
            throw;
        }
    }

    /// <summary>Of the current file's first own fact: by its age the file is closed one day.</summary>
    private static long? FirstTimestamp(IRecordDisk disk, string path, long length)
    {
        using var file = disk.Open(path);
        foreach (var line in LineScan.Of(file, path, length))
            if (LineReader.TryRead(line[..^1], out var read, out _) && read!.Hansard is { Position.Revision: 0 }) return read.TimestampMicroseconds;
        return null;
    }
}
