using Hansard.Client.Connections;
using Hansard.Client.Conversations;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Messages;

/// <summary>What was said before, page by page, and marking it read.</summary>
internal sealed class MessageHistory(MessageReader reader, ConversationBook conversations, Mirror mirror, Link link)
{
    /// <summary>Oldest first; <paramref name="before"/> null for the newest.</summary>
    public async Task<Result<IReadOnlyList<Message>>> BeforeAsync(
        ConversationUuid conversation, MessageUuid? before, int size, CancellationToken cancellation)
    {
        var page = await link.SendAsync(new RequestGetMessagesFromUuid(conversation, size, before), cancellation);
        return page.Succeeded ? (await reader.ReadAllAsync(page.Value.Messages.Reverse(), cancellation)).ToList() : page.Failure;
    }

    /// <summary>What this device keeps of a conversation, oldest first; the server is not asked unless a key is missing.</summary>
    public Task<IReadOnlyList<Message>> KeptAsync(ConversationUuid conversation, CancellationToken cancellation) =>
        reader.ReadAllAsync(mirror.Messages(conversation), cancellation);

    /// <summary>Exactly these become read; earlier ones stay as they are.</summary>
    public async Task<Result<bool>> MarkReadAsync(ConversationUuid conversation, IReadOnlyList<MessageUuid> messages, CancellationToken cancellation)
    {
        foreach (var some in messages.Chunk(Limits.PageMessages))
        {
            var answer = await link.SendAsync(new RequestMessagesReaded(conversation, some), cancellation);
            if (!answer.Succeeded) return answer.Failure;
            mirror.MarkRead(conversation, some);
        }
        var refreshed = await conversations.RefreshAsync(conversation, cancellation);
        return refreshed.Succeeded ? true : refreshed.Failure;
    }

    public async Task<Result<bool>> MarkAllReadAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestMarkAllReaded(conversation), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        mirror.MarkRead(conversation, [.. mirror.Messages(conversation).Select(message => message.Uuid)]);
        var refreshed = await conversations.RefreshAsync(conversation, cancellation);
        return refreshed.Succeeded ? true : refreshed.Failure;
    }
}
