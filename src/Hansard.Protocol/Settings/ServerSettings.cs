using System.Text.Json.Serialization;

namespace Hansard.Protocol.Settings;

/// <summary>Allowed before authentication.</summary>
public sealed record RequestGetServerSettings() : IRequest<ResponseServerSettings>
{
    public static string Type => nameof(RequestGetServerSettings);
}

/// <summary>What a client must know about its network before it logs in.</summary>
/// <param name="BigBrother">True unless recording is off.</param>
/// <param name="Hansard">Own: how the network is recorded; absent when it has no recorders.</param>
public sealed record ResponseServerSettings(
    UserId? SupportId,
    UserId? AdminId,
    bool BigBrother,
    ThemeView Theme,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RecordingView? Hansard = null) : IResponse
{
    public static string Type => nameof(ResponseServerSettings);
}

/// <summary>Colours as <c>#rrggbb</c>; <paramref name="Logo"/> and <paramref name="Sound"/> are URLs.</summary>
public sealed record ThemeView(
    string ButtonBackground,
    string ButtonText,
    string YourMessageBubbleBackground,
    string YourMessageBubbleText,
    string TheirMessageBubbleBackground,
    string TheirMessageBubbleText,
    string? Logo,
    string? Sound);
