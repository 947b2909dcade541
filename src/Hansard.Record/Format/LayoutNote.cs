using System.Text;
using Hansard.Record.Merkle;

namespace Hansard.Record.Format;

/// <summary>
/// Where a record's files are, where that is not the usual: <c>log/layout</c>, signed by the record's key before its first line, and never changed. So a reader that is given
/// the record's folder finds the rest, and nobody without the key leads it elsewhere.
/// </summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Messages">Folder of the message files: relative to the record's folder with <c>/</c>, or absolute where it is outside.</param>
/// <param name="Prefix">Of the message files' names.</param>
/// <param name="Attachments">As <paramref name="Messages"/>.</param>
public sealed record LayoutNote(string Origin, string Messages, string Prefix, string Attachments)
{
    /// <summary>In a folder outside of the record's: the line of the key of the one record that writes there.</summary>
    public const string OwnerFile = ".hansard-record";

    private const string Heading = "hansard-layout/1";

    /// <summary>The lines that are signed.</summary>
    public string Text => $"{Heading}\n{Origin}\nmessages {Messages}\nprefix {Prefix}\nattachments {Attachments}\n";

    public static LayoutNote Of(RecordLayout layout, string origin) => new(origin, Within(layout.Folder, layout.MessagesFolder), layout.Prefix, Within(layout.Folder, layout.AttachmentsFolder));

    /// <summary>Whether a record needs no note: its files are where everybody looks.</summary>
    public static bool IsUsual(RecordLayout layout) => Of(layout, "") == Of(new RecordLayout(layout.Folder), "");

    /// <summary>Reads a note that this record's key signed.</summary>
    /// <param name="fault">Why it is none, for people.</param>
    public static bool TryOpen(ReadOnlySpan<byte> utf8, VerifierKey key, out LayoutNote? layout, out string? fault)
    {
        layout = null;
        fault = !SignedNote.TryParse(utf8, out var note) ? "it is not a signed note"
            : !note!.IsSignedBy(key) ? $"it is not signed by {key.Name}"
            : !TryParse(note.Text, out layout) ? "its text names no places of files"
            : layout!.Origin != key.Name ? $"it is of the record {layout.Origin}"
            : null;
        if (fault is not null) layout = null;
        return fault is null;
    }

    /// <summary>Of the record in a folder.</summary>
    public RecordLayout In(string folder) => new(folder, Prefix) { MessagesFolder = Path.GetFullPath(Messages, folder), AttachmentsFolder = Path.GetFullPath(Attachments, folder) };

    /// <summary>Whether a folder is inside of the record's, or names the record's key as its owner. Of others nothing is read.</summary>
    public static bool IsOwn(string recordFolder, string folder, VerifierKey key)
    {
        if (!Path.IsPathRooted(Within(recordFolder, folder))) return true;
        var owner = Path.Combine(folder, OwnerFile);
        return File.Exists(owner) && File.ReadAllBytes(owner).AsSpan().SequenceEqual(OwnerLine(key));
    }

    public static byte[] OwnerLine(VerifierKey key) => Encoding.UTF8.GetBytes($"{key}\n");

    private static string Within(string folder, string path)
    {
        var relative = Path.GetRelativePath(folder, path);
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
    }

    private static bool TryParse(string text, out LayoutNote? layout)
    {
        layout = null;
        if (text.Split('\n') is not [Heading, var origin, var messages, var prefix, var attachments, ""]) return false;
        if (!messages.StartsWith("messages ", StringComparison.Ordinal) || !prefix.StartsWith("prefix ", StringComparison.Ordinal) || !attachments.StartsWith("attachments ", StringComparison.Ordinal)) return false;
        layout = new LayoutNote(origin, messages["messages ".Length..], prefix["prefix ".Length..], attachments["attachments ".Length..]);
        return layout is { Messages.Length: > 0, Prefix.Length: > 0, Attachments.Length: > 0 } && !layout.Prefix.Contains('/', StringComparison.Ordinal);
    }
}
