using System.Text.Json.Serialization;

namespace Hansard.Server.Checks;

public enum FindingLevel
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>The server starts, and somebody should look.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>The server would not start, or must not.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Says">What there is; without secrets.</param>
/// <param name="Advice">What to do, where something is to be done.</param>
public sealed record Finding(string Subject, FindingLevel Level, string Says, string? Advice = null)
{
    internal static Finding Ok(string subject, string says) => new(subject, FindingLevel.Ok, says);

    internal static Finding Warning(string subject, string says, string advice) => new(subject, FindingLevel.Warning, says, advice);

    internal static Finding Error(string subject, string says, string? advice = null) => new(subject, FindingLevel.Error, says, advice);
}
