using System.Security.Cryptography;
using Hansard.Protocol;
using Hansard.Protocol.Files;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Server.Accounts;
using Hansard.Server.CatchingUp;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>
/// RequestGetAvatarUploadUrl and RequestGetAvatarUrl, and what happens when a picture is whole. A group's admins set its picture, everybody his own;
/// members and recorders see a conversation's, those who know somebody see his.
/// </summary>
internal sealed class Avatars(Database database, FileUrls urls, FileRemoval removal)
{
    public Result<ResponseUploadUrl> Upload(RequestGetAvatarUploadUrl request, Caller caller, Batch batch)
    {
        long? conversationId = null;
        if (request.ConversationUuid is { } uuid)
        {
            if (Membership.OfGroupAdmin(caller, uuid, batch, out ConversationState conversation, out _) is { } refusal) return refusal;
            if (conversation.Blocked) return Refusals.ConversationBlocked;
            conversationId = conversation.Id;
        }
        if (!PictureTypes.All.Contains(request.MimeType)) return Failure.Invalid($"mimeType is one of {string.Join(", ", PictureTypes.All)}.");
        if (request.Size is < 1 or > Limits.AvatarBytes) return Failure.Invalid($"size must be from 1 to {Limits.AvatarBytes} bytes.");
        if (UploadRequests.NoRoom(batch, caller, request.Size) is { } noRoom) return noRoom;
        string storedAs = UploadRequests.NewName();
        AvatarStore.Add(batch.Sql, caller, storedAs, conversationId, request.MimeType, request.Size, batch.Now);
        return new ResponseUploadUrl(urls.Upload(caller, storedAs), 0);
    }

    public Result<ResponseAvatarUrl> Url(RequestGetAvatarUrl request, Caller caller) => (request.ConversationUuid, request.UserId) switch
    {
        ({ } uuid, null) => Url(caller, UrlNames.Of(uuid)),
        (null, { } userId) => Url(caller, UrlNames.Of(userId)),
        _ => Failure.Invalid("Name either a conversation or a user."),
    };

    private Result<ResponseAvatarUrl> Url(Caller caller, string name)
    {
        Result<(string, string, string)> found = Find(caller, name);
        return found.Succeeded ? new ResponseAvatarUrl(urls.Avatar(caller, name)) : found.Failure;
    }

    /// <summary>A picture is whole on the disk: from now on it is the one.</summary>
    public Failure? Tell(Batch batch, Caller caller, StoredFile picture, string sha256)
    {
        ConversationState? conversation = null;
        if (picture.ConversationUuid is { } uuid && Membership.OfGroupAdmin(caller, new(uuid), batch, out conversation, out _) is { } refusal) return refusal;
        if (conversation is { Blocked: true }) return Refusals.ConversationBlocked;
        if (FileStore.ByStoredName(batch.Sql, caller.Network, picture.StoredAs) is not { } present) return Failure.NotFound("There is no such upload any more.");
        if (present.IsReady) return null;
        FileStore.MakeReady(batch.Sql, caller.Network, picture, sha256, batch.Now);
        List<string> former = AvatarStore.Replace(batch.Sql, picture, batch.NowMs);
        batch.Announce(new AfterCommit(() => removal.RemoveLater(former)));
        if (conversation is null) return null;
        batch.Record(caller.Network, FactDraft.By(caller, conversation, new ConversationAvatarChanged(batch.NowMs)));
        batch.Mark(caller.Network, conversation.Id, ChangeKind.AvatarChanged);
        batch.Announce(WhoIsTold.AvatarChanged(conversation, batch.NowMs));
        AddMessage.AppendEvent(batch, caller, conversation, EventTypes.AvatarChanged, null);
        return null;
    }

    /// <summary>The picture that a path names, if this caller may see it.</summary>
    public Result<(string StoredAs, string MimeType, string Sha256)> Find(Caller caller, string name) => database.Read<Result<(string, string, string)>>(sql =>
    {
        (string, string, string)? found = null;
        if (UrlNames.ConversationIn(name) is { } uuid)
        {
            if (caller.Kind != CallerKind.Recorder && ConversationQueries.Visible(sql, caller, uuid, out _) is { } refusal) return refusal;
            found = AvatarStore.Conversation(sql, caller.Network, uuid.Value);
        }
        else if (UrlNames.UserIn(name) is { } userId)
        {
            StoredUser? user = caller.Kind == CallerKind.Recorder ? UserStore.Find(sql, caller.Network, userId) : UserStore.FindKnown(sql, caller, userId);
            if (user is not null) found = AvatarStore.User(sql, user.Id);
        }
        return found is { } picture ? picture : Failure.NotFound("There is no such picture, or not for you.");
    });
}
