using System.Text.Json.Serialization;

namespace Hansard.Protocol.Accounts;

/// <summary>
/// Asks for a code by text message to <paramref name="OpenUserId"/>, an E.164 number of which <paramref name="UserId"/>
/// must be the hash.
/// </summary>
/// <param name="AndroidSmsToken">The 11-character SMS Retriever hash with which the text message must end; null on other systems.</param>
/// <param name="SecretBase64">Own: 32 random bytes that the application must show from its confirmation on; stored hashed, never
/// returned.</param>
public sealed record RequestRegisterApplication(
    string? AndroidSmsToken,
    string ApplicationType,
    string Model,
    string OpenUserId,
    string OsVersion,
    UserId UserId,
    ApplicationUuid Uuid,
    string Vendor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SecretBase64 = null) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestRegisterApplication);
}

public sealed record RequestConfirmRegistration(
    string SmsCode,
    UserId UserId,
    ApplicationUuid Uuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestConfirmRegistration);
}
