using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>A file is whole on the disk: from now on it is there, in the journal and for the members.</summary>
internal sealed class FileCompletion(FileUrls urls, FileArrivals arrivals, Avatars avatars)
{
    /// <summary>Refused where meanwhile its message was deleted or its author has left; it is removed as abandoned then, or with its message.</summary>
    public Failure? Tell(Batch batch, Caller caller, StoredFile file, string sha256)
    {
        if (file.IsAvatar) return avatars.Tell(batch, caller, file, sha256);
        if (Membership.Of(caller, new(file.ConversationUuid!), batch, out ConversationState conversation, out _) is { } stranger) return stranger;
        if (MessageStore.ByUuid(batch.Sql, conversation.Id, new(file.MessageUuid!)) is not { Deleted: false }) return Refusals.NoMessage;
        if (FileStore.ByName(batch.Sql, conversation.Id, file.DownloadName) is not { } present || present.Id != file.Id) return Refusals.NoMessage;
        if (present.IsReady) return null;
        if (conversation.Silences(caller.UserKey)) return Refusals.ConversationBlocked;
        FileStore.MakeReady(batch.Sql, caller.Network, file, sha256, batch.Now);
        batch.Record(caller.Network, FactDraft.By(caller, conversation,
            new FileReady(new(file.MessageUuid!), file.NameEncrypted, file.Size, file.MimeType, sha256)));
        batch.Mark(caller.Network, conversation.Id, ChangeKind.FileReady, file.Id);
        batch.Announce(WhoIsTold.FileReady(conversation, file.Ordinal, new(file.MessageUuid!), member => urls.Download(member, conversation.Uuid, file.DownloadName)));
        batch.Announce(new AfterCommit(() => arrivals.Came(file.MessageId!.Value)));
        return null;
    }
}
