using Hansard.Client.Accounts;
using Hansard.Client.Connections;
using Hansard.Client.Conversations;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Messages;

/// <summary>Takes messages back for everybody: one's own, and as an admin of a group those of others.</summary>
internal sealed class MessageDeletion(Identity own, ConversationBook conversations, Mirror mirror, Link link)
{
    /// <summary>In each request all are deleted or none; many are deleted in several requests, in their order.</summary>
    public async Task<Result<bool>> DeleteAsync(ConversationUuid conversation, IReadOnlyList<MessageUuid> messages, CancellationToken cancellation)
    {
        foreach (var some in messages.Chunk(Limits.PageMessages))
        {
            var answer = some is [var one]
                ? await link.SendAsync(new RequestDeleteMessage(conversation, one), cancellation)
                : await link.SendAsync(new RequestDeleteMessages(conversation, some), cancellation);
            if (!answer.Succeeded) return answer.Failure;
            foreach (var gone in some) mirror.Apply(new DeleteMessageNotification(conversation, gone, own.UserId));
        }
        var refreshed = await conversations.RefreshAsync(conversation, cancellation);
        return refreshed.Succeeded ? true : refreshed.Failure;
    }
}
