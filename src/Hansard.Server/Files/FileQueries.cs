using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Files;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>
/// RequestGetFiles and RequestGetFilesFast: the files of a message that are ready. To members a deleted message has none any more; recorders are
/// in no conversation and see the files of all, also of deleted ones, as long as they are there.
/// </summary>
internal sealed class FileQueries(Database database, FileUrls urls, FileArrivals arrivals, TimeProvider time)
{
    private static readonly ResponseFiles None = new([]);

    public Result<ResponseFiles> Now(RequestGetFilesFast request, Caller caller) => database.Read<Result<ResponseFiles>>(sql =>
        Find(sql, caller, request.ConversationUuid, request.MessageUuid, out StoredMessage message) is { } refusal ? refusal
        : Answer(sql, caller, request.ConversationUuid, message));

    public async ValueTask<Result<ResponseFiles>> Waited(RequestGetFiles request, Caller caller, CancellationToken ended)
    {
        StoredMessage? message = null;
        if (database.Read(sql => Find(sql, caller, request.ConversationUuid, request.MessageUuid, out message)) is { } refusal) return refusal;
        // Without a number it is not known how many will come; a message that announced files has one at least.
        int expected = message!.Deleted ? 0 : message.Files ?? 1;
        using CancellationTokenSource late = new(TimeSpan.FromSeconds(Limits.FilesWaitSeconds), time);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ended);
        arrivals.Enter(message.Id);
        try
        {
            while (true)
            {
                Task next = arrivals.Next(message.Id);
                Result<ResponseFiles> answer = Now(new RequestGetFilesFast(request.ConversationUuid, request.MessageUuid), caller);
                if (!answer.Succeeded || answer.Value.Files.Count >= expected || over.IsCancellationRequested) return answer;
                await next.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            arrivals.Leave(message.Id);
        }
    }

    private ResponseFiles Answer(DbConnection sql, Caller caller, ConversationUuid conversation, StoredMessage message) =>
        message.Deleted && caller.Kind != CallerKind.Recorder
            ? None
            : new ResponseFiles([.. FileStore.ReadyOf(sql, message.Id).Select(file => file.View(urls.Download(caller, conversation, file.DownloadName)))]);

    private static Failure? Find(DbConnection sql, Caller caller, ConversationUuid uuid, MessageUuid messageUuid, out StoredMessage message)
    {
        message = null!;
        if (caller.Kind == CallerKind.Recorder)
        {
            if (ConversationStore.IdOf(sql, caller.Network, uuid) is not { } id) return Refusals.NoConversation;
            message = MessageStore.ByUuid(sql, id, messageUuid)!;
            return message is null ? Refusals.NoMessage : null;
        }
        if (ConversationQueries.Visible(sql, caller, uuid, out MemberConversation conversation) is { } refusal) return refusal;
        message = MessageStore.ByUuid(sql, conversation.Id, messageUuid)!;
        return message is not null && conversation.History.Spans.Contains(message.Ordinal) ? null : Refusals.NoMessage;
    }
}
