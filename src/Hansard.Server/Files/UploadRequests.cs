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

    private const long MebibyteBytes = 1 << 20;

    public Result<ResponseUploadUrl> Handle(RequestGetUploadUrl request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out _) is { } stranger) return stranger;
        if (Malformed(request, caller.Network.Settings.Limits) is { } malformed) return malformed;
        if (MessageStore.ByUuid(batch.Sql, conversation.Id, request.MessageUuid) is not { Deleted: false } message
            || !conversation.Member(caller.UserKey)!.Spans.Contains(message.Ordinal)) return Refusals.NoMessage;
        if (message.UserKey != caller.UserKey) return Failure.Forbidden("Only its author adds files to a message.");
        StoredFile? known = FileStore.ByName(batch.Sql, conversation.Id, StoredFile.DownloadNameOf(request.MessageUuid, request.FileNameEncrypted));
        if (known is not { IsReady: true } && conversation.Silences(caller.UserKey)) return Refusals.ConversationBlocked;
        if (known is not null)
            return known.IsWhat(request, message.Id)
                ? new ResponseUploadUrl(urls.Upload(caller, known.StoredAs), known.Received)
                : Failure.Conflict("Another file has this name.");
        if (Refusal(batch, caller, message, request.Size) is { } refusal) return refusal;
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

    private static Failure? Refusal(Batch batch, Caller caller, StoredMessage message, long size)
    {
        int most = Math.Min(message.Files ?? int.MaxValue, caller.Network.Settings.Limits.FilesPerMessage);
        if (FileStore.CountOf(batch.Sql, message.Id) >= most) return Failure.Conflict($"This message has {most} files and takes no more.");
        return NoRoom(batch, caller, size);
    }

    /// <summary>
    /// What counts for the network is whole: were it promised with the first byte, a few accounts could spend it without sending any. What comes at the
    /// same time may so go beyond it, by as much as is unfinished.
    /// </summary>
    public static Failure? NoRoom(Batch batch, Caller caller, long size)
    {
        NetworkLimits limits = caller.Network.Settings.Limits;
        if (FileStore.CountUnfinished(batch.Sql, caller.UserKey) >= limits.UnfinishedFilesPerUser) return Failure.TooManyRequests("Too many of your files are unfinished; finish some first.");
        return FileStore.BytesOf(batch.Sql, caller.Network) + size > limits.FilesMebibytes * MebibyteBytes
            ? Failure.TooManyRequests("The files of this network have no room left; its operator can give them more.")
            : null;
    }

    /// <summary>What a file is called on the disk.</summary>
    public static string NewName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));
}
