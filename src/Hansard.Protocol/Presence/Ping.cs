namespace Hansard.Protocol.Presence;

/// <summary>Allowed before authentication. <paramref name="When"/> is the client's clock in epoch milliseconds.</summary>
public sealed record RequestPing(string ClientVersion, long When) : IRequest<ResponsePong>
{
    public static string Type => nameof(RequestPing);
}

public sealed record ResponsePong(string ServerVersion, string AndroidUrl) : IResponse
{
    public static string Type => nameof(ResponsePong);
}
