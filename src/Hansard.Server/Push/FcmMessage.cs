using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Server.Push;

// The body of projects.messages.send of the FCM HTTP v1 API, as far as it is used.
internal sealed record FcmRequest(FcmMessage Message);

internal sealed record FcmMessage(string Token, FcmNotification Notification, FcmAndroid Android, FcmApns Apns);

internal sealed record FcmNotification(string? Body = null, string? Tag = null);

/// <param name="Ttl">Seconds with an <c>s</c>.</param>
internal sealed record FcmAndroid(string Priority, string CollapseKey, string Ttl, FcmNotification Notification);

internal sealed record FcmApns(FcmApnsHeaders Headers, ApnsRequest Payload);

internal sealed record FcmApnsHeaders([property: JsonPropertyName("apns-collapse-id")] string CollapseId, [property: JsonPropertyName("apns-priority")] string Priority);

/// <summary>An answer that is no success: google.rpc.Status.</summary>
internal sealed record FcmFailure(FcmFailure.Status? Error)
{
    internal sealed record Status([property: JsonPropertyName("status")] string? Code, Detail[]? Details);

    internal sealed record Detail([property: JsonPropertyName("errorCode")] string? ErrorCode);

    /// <summary>FCM's own code, or else the general one; null where there is none to read.</summary>
    public static string? Code(byte[] answer)
    {
        try
        {
            Status? error = JsonSerializer.Deserialize(answer, PushJson.Default.FcmFailure)?.Error;
            return error?.Details?.FirstOrDefault(detail => detail?.ErrorCode is not null)?.ErrorCode ?? error?.Code;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
