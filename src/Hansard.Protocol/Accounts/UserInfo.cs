namespace Hansard.Protocol.Accounts;

public sealed record RequestGetUserInfo(UserId UserId) : IRequest<ResponseUserInfo>
{
    public static string Type => nameof(RequestGetUserInfo);
}

public sealed record ResponseUserInfo(UserView User) : IResponse
{
    public static string Type => nameof(ResponseUserInfo);
}

public sealed record RequestGetUserInfoMulti(IReadOnlyList<UserId> UserIds) : IRequest<ResponseUserInfoMulti>
{
    public static string Type => nameof(RequestGetUserInfoMulti);
}

public sealed record ResponseUserInfoMulti(IReadOnlyList<UserView> Users) : IResponse
{
    public static string Type => nameof(ResponseUserInfoMulti);
}
