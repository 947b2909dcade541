using System.Text.Json.Serialization;
using Hansard.Protocol.Devices;

namespace Hansard.Protocol.Accounts;

/// <summary>
/// Makes the connection that of a confirmed application. <paramref name="SecretBase64"/> is own: required once it was
/// registered.
/// </summary>
public sealed record RequestAuthenticationByApplication(
    UserId UserId,
    ApplicationUuid Uuid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SecretBase64 = null) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestAuthenticationByApplication);
}

/// <summary>Tells the user's other applications that one of them logged in.</summary>
public sealed record AuthenticationByApplicationNotification(ApplicationView Application) : INotification
{
    public static string Type => nameof(AuthenticationByApplicationNotification);
}
