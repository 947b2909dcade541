using System.Security.Cryptography;
using Hansard.Protocol;
using Hansard.Protocol.Files;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>RequestGetUploadUrl: the author of a message says what file comes and is told where to; asked again, how far it has come.</summary>
internal sealed class UploadRequests(FileUrls urls)
{
    /// <summary>Random bytes of a name on the disk.</summary>
    private const int NameBytes = 16;

    public Result<ResponseUploadUrl> Handle(RequestGetUploadUrl request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out _) is { } stranger) return stranger;
        if (Malformed(request, caller.Network.Settings.Limits) is { } malformed) return malformed;
        if (MessageStore.ByUuid(batch.Sql, conversation.Id, request.MessageUuid) is not { Deleted: false } message
            || !conversation.Member(caller.UserKey)!.Spans.Contains(message.Ordinal)) return Refusals.NoMessage;
        if (message.UserKey != caller.UserKey) return Failure.Forbidden("Only its author adds files to a message.");
        if (FileStore.ByName(batch.Sql, conversation.Id, StoredFile.DownloadNameOf(request.MessageUuid, request.FileNameEncrypted)) is { } known)
            return known.IsWhat(request, message.Id)
                ? new ResponseUploadUrl(urls.Upload(caller, known.StoredAs), known.Received)
                : Failure.Conflict("Another file has this name.");
        if (Refusal(batch, caller, conversation, message) is { } refusal) return refusal;
        string storedAs = NewName();
        FileStore.Add(batch.Sql, caller, storedAs, conversation.Id, message.Id, request, batch.Now);
        return new ResponseUploadUrl(urls.Upload(caller, storedAs), 0);
    }

    private static Failure? Malformed(RequestGetUploadUrl request, NetworkLimits limits)
    {
        if (!IsName(request.FileNameEncrypted)) return Failure.Invalid($"fileNameEncrypted is base64 of at most {Limits.FileNameCharacters} characters.");
        if (request.PreviewFileNameEncrypted is { } preview && (!IsName(preview) || preview == request.FileNameEncrypted))
            return Failure.Invalid("previewFileNameEncrypted names another file of the message, or is null.");
        if (request.MimeType.Length is 0 or > Limits.MimeTypeCharacters || request.MimeType.Any(character => character is < ' ' or > '~'))
            return Failure.Invalid($"mimeType has 1 to {Limits.MimeTypeCharacters} visible characters.");
        if (request.Size < 1 || request.Size > limits.FileBytes) return Failure.Invalid($"size must be from 1 to {limits.FileBytes} bytes.");
        return request.Width < -1 || request.Height < -1 || request.Duration < 0 ? Failure.Invalid("width and height are -1 or more, duration is not negative.") : null;
    }

    private static bool IsName(string name) => name.Length <= Limits.FileNameCharacters && Ciphertext.IsBase64(name) && !name.Any(char.IsWhiteSpace);

    private static Failure? Refusal(Batch batch, Caller caller, ConversationState conversation, StoredMessage message)
    {
        if (conversation.Silences(caller.UserKey)) return Refusals.ConversationBlocked;
        int most = Math.Min(message.Files ?? int.MaxValue, caller.Network.Settings.Limits.FilesPerMessage);
        if (FileStore.CountOf(batch.Sql, message.Id) >= most) return Failure.Conflict($"This message has {most} files and takes no more.");
        return TooManyUnfinished(batch, caller);
    }

    public static Failure? TooManyUnfinished(Batch batch, Caller caller) =>
        FileStore.CountUnfinished(batch.Sql, caller.UserKey) >= caller.Network.Settings.Limits.UnfinishedFilesPerUser
            ? Failure.TooManyRequests("Too many of your files are unfinished; finish some first.")
            : null;

    /// <summary>What a file is called on the disk.</summary>
    public static string NewName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));
}
