using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>Own: what happened to a call.</summary>
/// <param name="Call">The call's id, the same in all its messages.</param>
/// <param name="Status">One of <see cref="CallStatus"/>.</param>
/// <param name="Participants">Who takes part; <paramref name="Invited"/>: who was asked to join later.</param>
public sealed record CallContent(
    string Call,
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<UserId>? Participants = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<UserId>? Invited = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? DurationSeconds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Uri = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UriIpv6 = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Meeting = null) : MessageContent
{
    protected override string TypeName => ContentTypes.Call;
}

public static class CallStatus
{
    public const int Started = 0;
    public const int Completed = 1;
    public const int Missed = 2;
    public const int Cancelled = 3;
}
