namespace Hansard.Protocol.Devices;

/// <summary>Where push messages go. <paramref name="UserId"/> and <paramref name="Uuid"/> are the caller's own or null.</summary>
public sealed record RequestUpdateDeviceTokenByApplication(
    string? Token,
    UserId? UserId,
    ApplicationUuid? Uuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestUpdateDeviceTokenByApplication);
}
