namespace Hansard.Protocol.Accounts;

/// <summary>Asks for the code that <see cref="RequestDeleteUserConfirmation"/> must carry.</summary>
public sealed record RequestDeleteUser(string? AndroidSmsToken, string OpenUserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestDeleteUser);
}

public sealed record RequestDeleteUserConfirmation(string Code) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestDeleteUserConfirmation);
}
