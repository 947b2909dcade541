using Hansard.Client.Files;
using Hansard.Client.LocalStore;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client;

/// <summary>Files of messages: encrypted here, in constant memory whatever their size.</summary>
public sealed partial class MessengerClient
{
    /// <summary>
    /// Reads a file once and makes its message ready; <see cref="SendFileAsync"/> sends both, as often as it takes. Until it is sent the draft is kept on
    /// this device, encrypted: see <see cref="UnsentFiles"/>.
    /// </summary>
    public Task<Result<FileDraft>> PrepareFileAsync(
        ConversationUuid conversation, FileToSend file, MessageUuid? replyTo = null, CancellationToken cancellation = default) =>
        On(async one =>
        {
            var draft = await FileDrafting.PrepareAsync(conversation, file, replyTo, cancellation);
            if (draft.Succeeded) one.Mirror.Keep(new StoredDraft(draft.Value.Message, draft.Value.Parts));
            return draft;
        });

    /// <summary>What was prepared and not sent, also before the program ended: to be sent on, or to be dropped. The oldest first, at most 200.</summary>
    public IReadOnlyList<FileDraft> UnsentFiles => [.. session?.Mirror.Drafts.Select(draft => new FileDraft(draft.Message, draft.Parts)) ?? []];

    /// <summary>A draft is not to be sent any more. A message that was said already stays, without its file.</summary>
    public void DropFile(FileDraft draft) => session?.Mirror.DropDraft(draft.Uuid);

    /// <summary>
    /// Says the message and brings its file. Broken off, the same draft goes on from where it was; a file that was changed since it was prepared is
    /// <c>conflict</c>.
    /// </summary>
    public Task<Result<Message>> SendFileAsync(FileDraft draft, IProgress<FileProgress>? progress = null, CancellationToken cancellation = default) =>
        On(async one =>
        {
            var sent = await one.FileSender.SendAsync(draft, progress, cancellation);
            // Of a message that is gone, or a file that is another now, no try makes one.
            if (sent.Succeeded || sent.Failure.Status is Status.Conflict or Status.NotFound) one.Mirror.DropDraft(draft.Uuid);
            return sent;
        });

    /// <summary>How many files of a message, previews among them, the server is known to have whole. Of what was said before this device came it is not known.</summary>
    public int ReadyFiles(Message message) => session?.Mirror.ReadyFiles(message.Conversation, message.Uuid) ?? 0;

    /// <summary>
    /// Fetches the file of a message, decrypts and checks it, and puts it whole under <paramref name="path"/>, which must not exist; its directory
    /// must. Broken off, the same call goes on. Take the name from <see cref="FileNames.Safe"/>, never from the message itself.
    /// </summary>
    /// <param name="file"><see cref="MediaContent.File"/> of the message's content, or its <see cref="ContentFile.Preview"/>.</param>
    /// <returns>The path; <c>notFound</c> while it is not ready, <c>invalid</c> where it is not what was sent.</returns>
    public Task<Result<string>> SaveFileAsync(
        Message message, ContentFile file, string path, IProgress<FileProgress>? progress = null, CancellationToken cancellation = default) =>
        On(one => one.FileReceiver.SaveAsync(message.Conversation, message.Uuid, file, path, progress, cancellation));
}
