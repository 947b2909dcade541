using Hansard.Record.Format;

namespace Hansard.Archive.Log;

/// <summary>The right of one process to write a record, until disposed or until the process dies however it dies.</summary>
public sealed class RecordHold : IDisposable
{
    private readonly IDisposable held;

    private RecordHold(RecordLayout layout, IRecordDisk disk, IDisposable held) => (Layout, Disk, this.held) = (layout, disk, held);

    public RecordLayout Layout { get; }

    public IRecordDisk Disk { get; }

    /// <summary>Makes the record's folders where they are missing.</summary>
    /// <exception cref="RecordInUseException">Another process writes here.</exception>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public static RecordHold Take(RecordLayout layout, IRecordDisk disk)
    {
        RecordHaltedException.Or(layout.Folder, () =>
        {
            foreach (var folder in new[] { layout.MessagesFolder, layout.AttachmentsFolder, layout.LogFolder }) disk.CreateFolder(folder);
        });
        try
        {
            return new RecordHold(layout, disk, disk.Lock(layout.LockFile));
        }
        catch (IOException e)
        {
            throw new RecordInUseException(layout.Folder, e);
        }
    }

    public void Dispose() => held.Dispose();
}
