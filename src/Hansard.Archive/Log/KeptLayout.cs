using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Archive.Log;

/// <summary>A record's files stay where its first start put them: it goes on in the same places or not at all, so that it is never in two.</summary>
public static class KeptLayout
{
    /// <summary>Notes where a new record's files are, before its first line, and compares that with where an older one's are. The folders must be there.</summary>
    /// <exception cref="RecordElsewhereException">The record was begun with other places, or one of these is another record's.</exception>
    /// <exception cref="RecordDamagedException">The note is not this record's.</exception>
    /// <exception cref="IOException">The disk refuses; the same call may be repeated.</exception>
    public static void Keep(RecordLayout layout, IRecordDisk disk, NoteSigner signer)
    {
        var wanted = LayoutNote.Of(layout, signer.Key.Name);
        var usual = new RecordLayout(layout.Folder);
        var kept = WholeFile.Read(disk, layout.LayoutFile) is { } bytes ? Open(bytes, layout, signer.Key)
            : HasBegun(usual, disk) ? LayoutNote.Of(usual, signer.Key.Name)
            : null;
        if (kept is not null && kept != wanted)
            throw new RecordElsewhereException(
                $"The record in {layout.Folder} was begun with its messages in {kept.Messages} as {kept.Prefix}.log and its attachments in {kept.Attachments}, and goes on only there. Start it with the same options, or another recorder with these.");
        foreach (var folder in new[] { layout.MessagesFolder, layout.AttachmentsFolder }.Where(folder => !LayoutNote.IsOwn(layout.Folder, folder, signer.Key))) Own(folder, disk, signer.Key);
        if (kept is not null || LayoutNote.IsUsual(layout)) return;
        WholeFile.Put(disk, layout.LayoutFile, signer.Note(wanted.Text).ToUtf8());
        disk.SyncFolder(layout.LogFolder);
    }

    private static LayoutNote Open(byte[] bytes, RecordLayout layout, VerifierKey key) =>
        LayoutNote.TryOpen(bytes, key, out var note, out var fault) ? note! : throw new RecordDamagedException(layout.LayoutFile, 0, fault!);

    /// <summary>Records of which nothing is noted are where they always were.</summary>
    private static bool HasBegun(RecordLayout usual, IRecordDisk disk) =>
        disk.Length(usual.CheckpointFile) is not null || disk.Files(usual.MessagesFolder).Any(file => usual.IsClosedFile(file) || (file == usual.CurrentFile && disk.Length(file) > 0));

    private static void Own(string folder, IRecordDisk disk, VerifierKey key)
    {
        var owner = Path.Combine(folder, LayoutNote.OwnerFile);
        if (disk.Length(owner) is not null) throw new RecordElsewhereException($"{folder} belongs to another record: {owner} names it.");
        if (disk.Files(folder).Count > 0) throw new RecordElsewhereException($"{folder} holds files of others. A record's folder is its own.");
        WholeFile.Put(disk, owner, LayoutNote.OwnerLine(key));
        disk.SyncFolder(folder);
    }
}

/// <summary>The record is in other places than it is to be written to.</summary>
public sealed class RecordElsewhereException(string message) : Exception(message);
