using System.Globalization;
using System.Security.Cryptography;
using Hansard.Archive.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Attachments;

/// <summary>
/// The folder of attachments: nothing in it is ever overwritten, and whatever has a final name is whole and durable. A file that a crash has left
/// without a line is used when its line is written after all, so that no file is there twice. Safe for several threads.
/// </summary>
public sealed class AttachmentFolder
{
    /// <summary>Begins the names of unfinished files; no attachment's name begins with a point.</summary>
    private const string Unfinished = ".incoming-";

    private const int BlockBytes = 1 << 18;

    private readonly string folder;
    private readonly IRecordDisk disk;
    private readonly Func<string, bool> isRecorded;
    private readonly Lock turn = new();
    private readonly HashSet<string> given = [];
    private long count;

    private AttachmentFolder(string folder, IRecordDisk disk, Func<string, bool> isRecorded) => (this.folder, this.disk, this.isRecorded) = (folder, disk, isRecorded);

    /// <summary>Opens the folder and removes what earlier runs left unfinished.</summary>
    /// <param name="isRecorded">Whether a line names the file of this name.</param>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public static AttachmentFolder Open(RecordLayout layout, IRecordDisk disk, Func<string, bool> isRecorded)
    {
        RecordHaltedException.Or(layout.AttachmentsFolder, () =>
        {
            disk.CreateFolder(layout.AttachmentsFolder);
            foreach (var path in disk.Files(layout.AttachmentsFolder))
                if (Path.GetFileName(path.AsSpan()).StartsWith(Unfinished, StringComparison.Ordinal)) disk.Remove(path);
        });
        return new AttachmentFolder(layout.AttachmentsFolder, disk, isRecorded);
    }

    /// <summary>A new unfinished file.</summary>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public IncomingFile Begin()
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Unfinished}{Interlocked.Increment(ref count)}"));
        IncomingFile? begun = null;
        RecordHaltedException.Or(path, () => begun = new IncomingFile(disk, path));
        return begun!;
    }

    /// <summary>The file that is there already and waits for its line, or null.</summary>
    /// <param name="name">The n-th name that it may have, from 1.</param>
    /// <param name="sha256">Lower-case hex.</param>
    /// <exception cref="RecordHaltedException">The disk refuses; the same call may be repeated.</exception>
    public StoredFile? Find(Func<int, string> name, string sha256, long size)
    {
        StoredFile? found = null;
        lock (turn)
        {
            RecordHaltedException.Or(folder, () => found = FreeName(name, sha256, size).Found);
            if (found is not null) given.Add(Path.GetFileName(found.Path));
        }
        return found;
    }

    /// <summary>Makes a file durable and gives it the first of its names that is free; it is disposed then.</summary>
    /// <inheritdoc cref="Find" path="/param"/>
    /// <exception cref="RecordHaltedException">The disk refuses; the file must be fetched again, or <see cref="Find"/> has it.</exception>
    public StoredFile Keep(IncomingFile incoming, Func<int, string> name)
    {
        var (sha256, size) = (incoming.Sha256, incoming.Length);
        StoredFile? kept = null;
        RecordHaltedException.Or(incoming.Path, incoming.Sync);
        incoming.Dispose();
        lock (turn)
        {
            RecordHaltedException.Or(folder, () =>
            {
                var (path, found) = FreeName(name, sha256, size);
                kept = found;
                if (kept is not null)
                {
                    disk.Remove(incoming.Path);
                    return;
                }
                disk.RenameNew(incoming.Path, path);
                disk.SyncFolder(folder);
                kept = new StoredFile(path, sha256, size);
            });
            given.Add(Path.GetFileName(kept!.Path));
        }
        return kept;
    }

    /// <summary>The lines of everything that was given so far are in the record.</summary>
    public void Recorded()
    {
        lock (turn) given.Clear();
    }

    /// <summary>The first name that nothing has, or before it the same file without a line.</summary>
    private (string Path, StoredFile? Found) FreeName(Func<int, string> name, string sha256, long size)
    {
        for (var n = 1; ; n++)
        {
            var path = Path.Combine(folder, name(n));
            if (disk.Length(path) is not { } length) return (path, null);
            if (length != size || given.Contains(name(n)) || isRecorded(name(n)) || HashOf(path) != sha256) continue;
            return (path, new StoredFile(path, sha256, size));
        }
    }

    /// <summary>Of a file of which it is not known whether a loss of power would leave it: it is durable then.</summary>
    private string HashOf(string path)
    {
        using var file = disk.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BlockBytes];
        for (long at = 0, length = file.Length; at < length; at += buffer.Length)
        {
            var block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at));
            file.Read(block, at);
            hash.AppendData(block);
        }
        file.Sync();
        disk.SyncFolder(folder);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
