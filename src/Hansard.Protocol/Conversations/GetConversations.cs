using Hansard.Protocol.Accounts;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Protocol.Conversations;

public sealed record RequestGetConversationsFull(UserId? UserId) : IRequest<ResponseGetConversationsFull>
{
    public static string Type => nameof(RequestGetConversationsFull);
}

/// <summary>Everything a client needs to draw its first screen.</summary>
/// <param name="FirstUnreadMessageUuid">One for each conversation that has any unread message, in the order of
/// <paramref name="Conversations"/>.</param>
/// <param name="Members">Each person of these conversations once; public keys are left out.</param>
public sealed record ResponseGetConversationsFull(
    IReadOnlyList<ConversationView> Conversations,
    IReadOnlyList<MessageUuid> FirstUnreadMessageUuid,
    IReadOnlyList<MessageView> LastMessages,
    IReadOnlyList<UserView> Members,
    IReadOnlyList<SessionKeyView> SessionKeys) : IResponse
{
    public static string Type => nameof(ResponseGetConversationsFull);
}
