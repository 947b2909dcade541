namespace Hansard.Protocol.Accounts;

public sealed record RequestUpdateUserNick(string? Nick) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestUpdateUserNick);
}
