namespace Hansard.Protocol.Moderation;

public sealed record AddMessageReport(
    ConversationUuid ConversationUuid,
    MessageUuid MessageUuid,
    string Reason) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(AddMessageReport);
}

public sealed record AddConversationReport(ConversationUuid ConversationUuid, string Reason) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(AddConversationReport);
}

public sealed record AddUserReport(string Reason, UserId UserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(AddUserReport);
}
