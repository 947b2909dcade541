using System.Text.Json.Serialization;

namespace Hansard.Server.Push;

/// <summary>What every push message has in common, whoever carries it.</summary>
internal static class PushMessage
{
    /// <summary>What a device shows until its application has fetched what it is about.</summary>
    public const string Text = "New message";

    /// <summary>By this name a newer message takes the place of an older one, at the provider and on the screen.</summary>
    public const string CollapseKey = "new-message";

    /// <summary>How long a provider keeps it for a device that is off.</summary>
    public const int KeptSeconds = 7 * 24 * 3_600;

    /// <summary>How long to leave a provider alone that asks for less and does not say for how long.</summary>
    public static readonly TimeSpan Breather = TimeSpan.FromSeconds(60);

    /// <summary>Codes of providers are single words; anything else could hold what does not belong into a log.</summary>
    public static string SafeReason(string? code, int status) =>
        code is { Length: > 0 and <= 40 } && code.All(character => char.IsAsciiLetter(character) || character == '_') ? code : $"status {status}";
}

/// <summary>JSON of both providers, by the names they use.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JwtHeader))]
[JsonSerializable(typeof(JwtClaims))]
[JsonSerializable(typeof(FcmAccountFile))]
[JsonSerializable(typeof(FcmGrant))]
[JsonSerializable(typeof(FcmRequest))]
[JsonSerializable(typeof(FcmFailure))]
[JsonSerializable(typeof(ApnsRequest))]
[JsonSerializable(typeof(ApnsFailure))]
internal sealed partial class PushJson : JsonSerializerContext;

/// <summary>What an operator writes, named like everything else of ours.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApnsKeyFile))]
internal sealed partial class PushSettingsJson : JsonSerializerContext;
