using System.Security.Cryptography;
using System.Text;
using Hansard.Protocol.Content;
using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>
/// Pictures, documents, sounds and films: a line for the file, and a second part for its preview, which is a file of its own and may show
/// something else. Pure.
/// </summary>
internal static class FileLines
{
    private const int GuidDigits = 32;

    /// <summary>Lengths of the groups of a guid as it is written.</summary>
    private static readonly int[] GuidGroups = [8, 4, 4, 4, 12];

    /// <summary>The files of a message in the order of its parts; empty where it names none.</summary>
    public static IReadOnlyList<ContentFile> FilesOf(MessageContent content) => content is not MediaContent { File: { } file } ? []
        : file.Preview is { } preview ? [file, preview] : [file];

    public static IReadOnlyList<Documented> Of(SaidContent said, MediaContent media, LineScene scene)
    {
        var files = FilesOf(media);
        // A file that was only spoken of, as where a channel brought it: there is nothing to fetch.
        if (files.Count == 0) return [new Documented(MessageType.File, FileMember(NameOf(media), GuidOf(said, ""), ""))];
        return [.. files.Select((file, part) => Of(said, media, file, scene.FileOf(part)))];
    }

    private static Documented Of(SaidContent said, MediaContent media, ContentFile file, FetchedFile? fetched)
    {
        var stored = fetched?.Stored;
        var line = new Documented(MessageType.File, FileMember(NameOf(media), GuidOf(said, file.FileNameEncrypted), stored?.Path ?? ""));
        if (stored is null)
        {
            line = line.Keeping(LineMember.Object("attachment", writer => writer.Member("mime", file.MimeType))) with { Status = LineStatus.AttachmentMissing };
            return fetched?.Reason is { } reason ? line.Keeping(LineMember.Text("reason", reason)) : line;
        }
        return line.Keeping(LineMember.Object("attachment", writer =>
        {
            writer.Member("mime", file.MimeType);
            writer.Member("sha256", stored.Sha256);
            writer.Member("size", stored.Size);
        }));
    }

    private static LineMember FileMember(string name, string guid, string localPath) => LineMember.Object("file", writer =>
    {
        writer.Member("filename", name);
        writer.Member("guid", guid);
        writer.Member("localfilename", localPath);
    });

    /// <summary>As the sender wrote it, whatever it is: here it is only text.</summary>
    private static string NameOf(MediaContent media) => media.FileName.Value ?? "";

    /// <summary>The same with every recorder of a network.</summary>
    private static string GuidOf(SaidContent said, string fileNameEncrypted)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"hansard/file/1\n{said.Conversation}\n{said.Message}\n{fileNameEncrypted}"));
        var digits = Convert.ToHexString(hash).AsSpan(0, GuidDigits);
        var guid = new StringBuilder(GuidDigits + GuidGroups.Length - 1);
        foreach (var group in GuidGroups)
        {
            if (guid.Length > 0) guid.Append('-');
            guid.Append(digits[..group]);
            digits = digits[group..];
        }
        return guid.ToString();
    }
}
