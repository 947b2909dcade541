using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client.Messages;

/// <summary>What is to be said. <paramref name="Uuid"/> is the message's for good, however often it is sent.</summary>
internal sealed record Draft(
    ConversationUuid Conversation, MessageUuid Uuid, ReadOnlyMemory<byte> Plaintext, MessageUuid? ReplyTo, bool HasFiles = false, int? FileCount = null)
{
    public static Draft Of(ConversationUuid conversation, MessageContent content, MessageUuid? replyTo) =>
        new(conversation, new MessageUuid(Guid.NewGuid().ToString()), ContentJson.Write(content), replyTo);
}
