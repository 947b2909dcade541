namespace Hansard.Protocol.Messages;

/// <summary>The <paramref name="Size"/> messages nearest after the anchor, newest first; without an anchor the newest ones.</summary>
public sealed record RequestGetMessages(
    ConversationUuid ConversationUuid,
    MessageUuid? FromMessageUuid,
    int Size) : IRequest<ResponseGetMessages>
{
    public static string Type => nameof(RequestGetMessages);
}

/// <summary>The <paramref name="Size"/> messages nearest before the anchor, newest first; without an anchor the newest ones.</summary>
public sealed record RequestGetMessagesFromUuid(
    ConversationUuid ConversationUuid,
    int Size,
    MessageUuid? Uuid) : IRequest<ResponseGetMessages>
{
    public static string Type => nameof(RequestGetMessagesFromUuid);
}

public sealed record RequestGetMessagesByUuids(
    ConversationUuid ConversationUuid,
    IReadOnlyList<MessageUuid> Uuids) : IRequest<ResponseGetMessages>
{
    public static string Type => nameof(RequestGetMessagesByUuids);
}

public sealed record ResponseGetMessages(IReadOnlyList<MessageView> Messages) : IResponse
{
    public static string Type => nameof(ResponseGetMessages);
}
