using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client.Files;

/// <summary>A file that somebody wants to send.</summary>
/// <param name="Path">Where it is; it must stay as it is until it is sent.</param>
/// <param name="Content">What kind of message it is, with its caption; <c>fileName</c> and <c>file</c> are filled in.</param>
/// <param name="Width">Pixels, -1 where there is none; likewise <paramref name="Height"/>.</param>
/// <param name="DurationSeconds">Of sound and film.</param>
/// <param name="PreviewPath">A smaller picture of it, of the type <c>image/jpeg</c>.</param>
public sealed record FileToSend(
    string Path, MediaContent Content, string MimeType, int Width = -1, int Height = -1, int? DurationSeconds = null, string? PreviewPath = null);

/// <summary>How far a transfer has come, in bytes as they travel.</summary>
public readonly record struct FileProgress(long Done, long Total);

/// <summary>
/// A file with its message, ready to go: its key, its names and the message's uuid are chosen. It may be sent as often as it takes: what the server
/// has of it already is not sent again.
/// </summary>
public sealed class FileDraft
{
    internal FileDraft(Messages.Draft message, IReadOnlyList<FilePart> parts) => (Message, Parts) = (message, parts);

    /// <summary>The uuid that the message has or will have.</summary>
    public MessageUuid Uuid => Message.Uuid;

    internal Messages.Draft Message { get; }

    internal IReadOnlyList<FilePart> Parts { get; }
}

/// <summary>One file of a draft: the file itself, or its preview.</summary>
/// <param name="Changed">When the file was last written, as it was hashed: the same key must never encrypt anything else.</param>
internal sealed record FilePart(
    string Path, byte[] Key, string NameEncrypted, string MimeType, long Size, DateTime Changed, int Width, int Height, int? DurationSeconds, string? PreviewNameEncrypted);
