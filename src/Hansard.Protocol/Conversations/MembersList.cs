namespace Hansard.Protocol.Conversations;

public sealed record RequestGetMembersList(ConversationUuid ConversationUuid) : IRequest<ResponseGetMembersList>
{
    public static string Type => nameof(RequestGetMembersList);
}

public sealed record ResponseGetMembersList(IReadOnlyList<UserId> Admins, IReadOnlyList<UserId> Members) : IResponse
{
    public static string Type => nameof(ResponseGetMembersList);
}
