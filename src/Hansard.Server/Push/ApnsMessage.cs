using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Server.Push;

/// <summary>The payload of a notification for an Apple device.</summary>
internal sealed record ApnsRequest(ApnsRequest.Dictionary Aps)
{
    public static readonly ApnsRequest NewMessage = new(new Dictionary(new Alert(PushMessage.Text), "default", 1));

    /// <param name="MutableContent">1: the application may fetch what it is about and show that instead.</param>
    internal sealed record Dictionary(Alert Alert, string Sound, [property: JsonPropertyName("mutable-content")] int MutableContent);

    internal sealed record Alert(string Body);
}

/// <summary>An answer that is no success.</summary>
/// <param name="Timestamp">Of a token that is no more: when Apple found that, in epoch milliseconds.</param>
internal sealed record ApnsFailure(string? Reason, long? Timestamp)
{
    public static readonly ApnsFailure Unknown = new(null, null);

    public static ApnsFailure Read(byte[] answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, PushJson.Default.ApnsFailure) ?? Unknown;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }
}
