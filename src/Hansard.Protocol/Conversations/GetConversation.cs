using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Protocol.Conversations;

public sealed record RequestGetConversationFull(
    ConversationUuid ConversationUuid,
    UserId? UserId) : IRequest<ResponseGetConversationFull>
{
    public static string Type => nameof(RequestGetConversationFull);
}

public sealed record ResponseGetConversationFull(
    ConversationView Conversation,
    MessageView? LastMessage,
    SessionKeyView? SessionKey) : IResponse
{
    public static string Type => nameof(ResponseGetConversationFull);
}
