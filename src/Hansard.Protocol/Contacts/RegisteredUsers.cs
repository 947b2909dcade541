namespace Hansard.Protocol.Contacts;

/// <summary>Duplicates and the own id are allowed; the answer names each registered id once, in order of first appearance.</summary>
public sealed record RequestGetRegisteredUsers(IReadOnlyList<UserId> CheckUserList) : IRequest<ResponseRegisteredUsers>
{
    public static string Type => nameof(RequestGetRegisteredUsers);
}

public sealed record ResponseRegisteredUsers(IReadOnlyList<UserId> Users) : IResponse
{
    public static string Type => nameof(ResponseRegisteredUsers);
}
