using System.Text.Json;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;

namespace Hansard.Recorder.Reading;

/// <summary>What a line's fact is.</summary>
/// <param name="Kind">Empty where the line holds none.</param>
/// <param name="MessageUuid">Of a fact about a new message, else null.</param>
internal readonly record struct FactSummary(string Kind, string? MessageUuid, bool IsEvent)
{
    public static FactSummary Of(HansardMember hansard)
    {
        if (hansard["fact"] is not { } fact) return new FactSummary("", null, false);
        var parsed = fact.Parse();
        var kind = parsed.GetProperty("kind").GetString()!;
        if (kind != MessageAdded.Kind) return new FactSummary(kind, null, false);
        var body = parsed.GetProperty("body");
        return new FactSummary(kind, body.GetProperty("messageUuid").GetString(), body.GetProperty("isEvent").ValueKind == JsonValueKind.True);
    }
}
