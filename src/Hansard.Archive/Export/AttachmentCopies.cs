using System.Globalization;
using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>Copies of the selected lines' attachments. Only what has the hash that its line names is a copy; its name follows from the line alone.</summary>
/// <param name="folder">The export's.</param>
/// <param name="prefix">Of the copies' names in the export.</param>
internal sealed class AttachmentCopies(RecordLayout layout, string folder, string prefix)
{
    private const int BlockBytes = 1 << 17;

    /// <summary>Copies a line's file. Null where there is none, or not the one that was recorded.</summary>
    public WrittenFile? Copy(ShownLine line)
    {
        if (line.File is not { Sha256: { } expected, LocalName.Length: > 0 } file) return null;
        var source = Path.Combine(layout.AttachmentsFolder, file.LocalName);
        var name = $"{prefix}/{NameOf(line)}";
        if (!File.Exists(source)) return null;
        WrittenFile written;
        using (var copy = HashedFile.Create(folder, name))
        {
            using var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            from.CopyTo(copy, BlockBytes);
            written = copy.Finish();
        }
        if (written.Sha256 == expected) return written;
        File.Delete(Path.Combine(folder, name));
        return null;
    }

    /// <summary>The copy of a line's file, null where there is none.</summary>
    public CopiedFile? Find(ShownLine line)
    {
        if (line.File?.Sha256 is null) return null;
        var name = NameOf(line);
        var copy = new FileInfo(Path.Combine(folder, prefix, name));
        return copy.Exists ? new CopiedFile(name, copy.FullName, copy.Length, line.File.MimeType) : null;
    }

    private static string NameOf(ShownLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Position.Seq:D9}-{line.Position.Part}-{line.Position.Revision}_{SafeName.Of(line.File!.Name, "file")}");
}
