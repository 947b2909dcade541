namespace Hansard.Protocol.Devices;

/// <summary>Lists the caller's applications; with <paramref name="Confirmed"/> false the unconfirmed ones too.</summary>
public sealed record RequestGetApplicationsFull(bool Confirmed) : IRequest<ResponseApplicationsFull>
{
    public static string Type => nameof(RequestGetApplicationsFull);
}

public sealed record ResponseApplicationsFull(IReadOnlyList<ApplicationView> Applications) : IResponse
{
    public static string Type => nameof(ResponseApplicationsFull);
}

/// <summary>A deleted application never authenticates again and its socket ends at once.</summary>
public sealed record RequestDeleteApplication(ApplicationUuid Uuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestDeleteApplication);
}
