using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Attachments;

/// <summary>A file of a message that belongs into the record.</summary>
/// <param name="Ts">Of the message, microseconds since 1970.</param>
/// <param name="Name">As its sender called it.</param>
internal sealed record WantedFile(long Seq, int Part, ConversationUuid Conversation, MessageUuid Message, long Ts, string? Name, ContentFile File)
{
    /// <summary>Whether the journal has said that it is on the server.</summary>
    public bool HasCome { get; init; }

    /// <summary>The files of a message that was opened, in the order of its parts. Pure.</summary>
    public static IReadOnlyList<WantedFile> Of(CheckedFact fact, Captured captured)
    {
        if (captured is not Captured.Body body || fact.Message is not { } message || fact.Fact.ConversationUuid is not { } conversation) return [];
        if (!MayHaveFiles(body.Plaintext.Span) || CapturedContent.Of(body.Plaintext).Content is not MediaContent media) return [];
        return [.. FileLines.FilesOf(media).Select((file, part) => new WantedFile(
            fact.Fact.Seq, part, conversation, message.MessageUuid, fact.Fact.Ts, part == 0 ? media.FileName.Value : AttachmentNames.OfPreview(file.MimeType), file))];
    }

    public string NameOf(int n) => AttachmentNames.Of(Ts, Name, n);

    /// <summary>Whatever the message says of itself outside: what it holds counts. Most hold only text and need not be read for this.</summary>
    private static bool MayHaveFiles(ReadOnlySpan<byte> plaintext) => plaintext.IndexOf("fileNameEncrypted"u8) >= 0 || plaintext.Contains((byte)'\\');
}
