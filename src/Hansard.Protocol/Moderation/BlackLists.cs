namespace Hansard.Protocol.Moderation;

public sealed record AddBlackList(UserId UserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(AddBlackList);
}

public sealed record RemoveBlackList(UserId UserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RemoveBlackList);
}

public sealed record GetBlackList(UserId? UserId) : IRequest<BlackList>
{
    public static string Type => nameof(GetBlackList);
}

public sealed record BlackList(IReadOnlyList<UserId> Users) : IResponse
{
    public static string Type => nameof(BlackList);
}
