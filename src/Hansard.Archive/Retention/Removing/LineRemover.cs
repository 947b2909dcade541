using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Retention;

/// <summary>
/// Removes lines from closed files of a record: each becomes what <see cref="RemovedLine"/> says, its entry in the log stays, its attachment goes. The
/// record may be written meanwhile by the process that has the <see cref="RecordHold"/>, which must be this one: only files that are closed and signed
/// are touched. Not safe for several threads.
/// </summary>
/// <param name="signer">The record's: a file that is written anew has a new manifest.</param>
public sealed class LineRemover(RecordLayout record, IRecordDisk disk, NoteSigner signer)
{
    private readonly AttachmentRemoval attachments = new(record, disk);

    /// <summary>
    /// Told before lines leave (<see cref="LinePosition.Parts"/> is not known), so that whatever keeps text of them lets go of it first. It may be told of the
    /// same lines again, and of lines that then stay because the disk refuses.
    /// </summary>
    public Action<IReadOnlyList<LinePosition>>? Leaving { get; init; }

    /// <summary>Told the names of attachments after they were deleted; of some again after a crash.</summary>
    public Action<IReadOnlyList<string>>? Deleted
    {
        get => attachments.Deleted;
        init => attachments.Deleted = value;
    }

    /// <summary>Removes lines and their attachments, durably when it returns.</summary>
    /// <inheritdoc cref="Remove(IReadOnlyList{RemovalOrder})" path="/exception"/>
    public RemovalResult Remove(RemovalOrder order) => Remove([order])[0];

    /// <summary>The same for several files, in which attachments cost one reading of the record for all of them.</summary>
    /// <exception cref="ArgumentException">What no order may be: a file that is no closed one of this record, lines that it does not have.</exception>
    /// <exception cref="RecordDamagedException">A file is not the one that its manifest was signed for, or has none: nobody signs what somebody changed.</exception>
    /// <exception cref="IOException">The disk refuses; the same call may be repeated, and files that were done are.</exception>
    public IReadOnlyList<RemovalResult> Remove(IReadOnlyList<RemovalOrder> orders)
    {
        foreach (var order in orders) order.Demand();
        var results = orders.Select(Rewrite).ToArray();
        var swept = attachments.Sweep();
        return [.. results.Select(result => swept.TryGetValue(Path.Combine(record.MessagesFolder, result.FileName), out var files)
            ? result with { Attachments = files.Count, BytesFreed = result.BytesFreed + files.Bytes }
            : result)];
    }

    /// <summary>Finishes what a crash cut off, or undoes it. To be called when the record is held, before its log is opened.</summary>
    /// <exception cref="RecordDamagedException">A file is not as a removal leaves it; all others are done.</exception>
    /// <exception cref="IOException">The disk refuses; the same call may be repeated.</exception>
    public void Recover()
    {
        RecordDamagedException? damaged = null;
        foreach (var files in RemovalFiles.In(record, disk.Files(record.MessagesFolder)))
        {
            try
            {
                new FileSwap(disk, signer, files).Settle();
            }
            catch (RecordDamagedException found)
            {
                damaged ??= found;
            }
        }
        attachments.Sweep();
        if (damaged is not null) throw damaged;
    }

    private RemovalResult Rewrite(RemovalOrder order)
    {
        var path = Path.Combine(record.MessagesFolder, order.FileName);
        if (Path.GetFileName(path) != order.FileName || !record.IsClosedFile(path)) throw new ArgumentException($"{order.FileName} is no closed file");
        var files = new RemovalFiles(path);
        var swap = new FileSwap(disk, signer, files);
        swap.Settle();
        var manifest = swap.Open();
        if (order.Lines.Count == 0) return new RemovalResult(order.FileName, 0, 0, 0);
        if (!RecordEnd.IsBehind(record, disk, signer.Key, manifest)) return new RemovalResult(order.FileName, 0, 0, 0) { IsPostponed = true };
        if (Write(path, manifest, order, swap, files) is not { } rewritten) return new RemovalResult(order.FileName, 0, 0, 0);
        swap.Sign(manifest with { Bytes = rewritten.Bytes, Sha256 = rewritten.Sha256 });
        swap.Swap();
        return new RemovalResult(order.FileName, rewritten.Lines.Count, 0, manifest.Bytes - rewritten.Bytes);
    }

    /// <summary>Everything up to the signature. Null where no line is left to remove.</summary>
    private RewrittenFile? Write(string path, Manifest manifest, RemovalOrder order, FileSwap swap, RemovalFiles files)
    {
        var isReady = false;
        try
        {
            var rewritten = RewrittenFile.Write(disk, path, manifest, order, files.Lines);
            if (rewritten.Lines.Count == 0) return null;
            Leaving?.Invoke(rewritten.Lines);
            SetAsideLines.Forget(record, disk, rewritten.Lines);
            if (rewritten.Attachments.Count > 0) attachments.Note(files, rewritten.Attachments);
            isReady = true;
            return rewritten;
        }
        finally
        {
            if (!isReady) Discard(swap);
        }
    }

    /// <summary>At once, because a disk that was full has no room for what is of no use. One that refuses this too is asked again by the next removal or start.</summary>
    private static void Discard(FileSwap swap)
    {
        try
        {
            swap.Undo();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Found by Recover.
        }
    }
}
