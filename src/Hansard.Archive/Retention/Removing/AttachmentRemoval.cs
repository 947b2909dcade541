using System.Text;
using Hansard.Archive.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Retention;

/// <summary>
/// Deletes the attachments of lines that are gone. Which they were is noted before the lines go; whether one may go, the lines that are left decide: so
/// a note that outlives its removal does no harm.
/// </summary>
internal sealed class AttachmentRemoval(RecordLayout record, IRecordDisk disk)
{
    /// <summary>No name of a file has it.</summary>
    private const char Between = '\0';

    /// <summary>Told what was deleted while it is still noted, so that a crash in between is made good.</summary>
    public Action<IReadOnlyList<string>>? Deleted { get; set; }

    /// <summary>Notes names, durable once the folder is.</summary>
    public void Note(RemovalFiles files, IReadOnlyCollection<string> names)
    {
        // What an earlier removal of lines of this file could not delete yet.
        var all = Noted(files).Concat(names).Distinct();
        WholeFile.Put(disk, files.Attachments, Encoding.UTF8.GetBytes(string.Join(Between, all)));
    }

    /// <summary>Deletes whatever was noted by removals that are over, durably.</summary>
    /// <returns>By message file: how many, and their bytes.</returns>
    public IReadOnlyDictionary<string, (int Count, long Bytes)> Sweep()
    {
        var over = RemovalFiles.In(record, disk.Files(record.MessagesFolder))
            .Where(files => disk.Length(files.Attachments) is not null && disk.Length(files.Manifest) is null).ToArray();
        var noted = over.Select(files => Noted(files).Where(IsName).ToArray()).ToArray();
        var remaining = NamedStill(noted.SelectMany(names => names).ToHashSet());
        var swept = new Dictionary<string, (int Count, long Bytes)>();
        var gone = new List<string>();
        foreach (var (files, names) in over.Zip(noted, (files, names) => (files, names.Where(name => !remaining.Contains(name)).ToArray())))
        {
            swept[files.ClosedFile] = (0, 0);
            foreach (var name in names)
            {
                if (disk.Length(PathOf(name)) is not { } length) continue;
                disk.Remove(PathOf(name));
                swept[files.ClosedFile] = (swept[files.ClosedFile].Count + 1, swept[files.ClosedFile].Bytes + length);
            }
            gone.AddRange(names);
        }
        if (over.Length == 0) return swept;
        disk.SyncFolder(record.AttachmentsFolder);
        if (gone.Count > 0) Deleted?.Invoke(gone);
        foreach (var files in over) disk.Remove(files.Attachments);
        disk.SyncFolder(record.MessagesFolder);
        return swept;
    }

    private string[] Noted(RemovalFiles files) => WholeFile.Read(disk, files.Attachments) is { Length: > 0 } bytes ? Encoding.UTF8.GetString(bytes).Split(Between) : [];

    private string PathOf(string name) => Path.Combine(record.AttachmentsFolder, name);

    /// <summary>Of a file in the folder; what a line holds is not asked to lead anywhere else.</summary>
    private static bool IsName(string name) => name is not ("" or "." or "..") && Path.GetFileName(name) == name;

    /// <summary>Those of the names that a line of the record names. The record is read once, for all of them.</summary>
    private HashSet<string> NamedStill(HashSet<string> names)
    {
        var found = new HashSet<string>();
        if (names.Count == 0) return found;
        IReadOnlyList<string> files;
        do
        {
            files = MessageFiles();
            foreach (var file in files) found.UnionWith(NamesIn(file).Where(names.Contains));
        }
        // A file that was closed meanwhile has another name now, and may not have been read.
        while (!files.SequenceEqual(MessageFiles()));
        return found;
    }

    private IReadOnlyList<string> MessageFiles() => record.InOrder(disk.Files(record.MessagesFolder));

    private static IEnumerable<string> NamesIn(string file)
    {
        foreach (var line in RecordReader.StoredLines(file))
            if (line.Utf8.Span.IndexOf("\"localfilename\""u8) >= 0 && LineReader.TryRead(line.Utf8, out var read, out _) && read!.AttachmentFile is { } name) yield return name;
    }
}
