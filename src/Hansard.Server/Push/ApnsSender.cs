using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hansard.Server.Deliveries;

namespace Hansard.Server.Push;

/// <summary>The Apple Push Notification service, over HTTP/2 with a provider token: for devices that registered with Apple itself.</summary>
internal sealed class ApnsSender(ApnsKey key, Uri baseAddress, TimeProvider time) : IPushSender
{
    /// <summary>Apple says that tokens may grow; today's have 64 digits.</summary>
    private const int TokenDigitsMinimum = 64;

    private static readonly byte[] Body = JsonSerializer.SerializeToUtf8Bytes(ApnsRequest.NewMessage, PushJson.Default.ApnsRequest);

    private readonly HttpClient http = OutgoingHttp.Client();
    private readonly ApnsAccess access = new(key, time);

    public string Name => "APNs";

    /// <summary>Apple's tokens are bytes, which applications write in hexadecimal; Firebase's always hold other characters.</summary>
    public static bool IsToken(string deviceToken) => deviceToken.Length >= TokenDigitsMinimum && deviceToken.All(char.IsAsciiHexDigit);

    public bool Knows(string deviceToken) => IsToken(deviceToken);

    public async Task<PushAnswer> Send(string deviceToken, CancellationToken cancellation)
    {
        DateTimeOffset began = time.GetUtcNow();
        string provider = access.Token();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(baseAddress, $"/3/device/{deviceToken}"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(Body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("bearer", provider);
        request.Headers.Add("apns-topic", key.Topic);
        request.Headers.Add("apns-push-type", "alert");
        request.Headers.Add("apns-priority", "10");
        request.Headers.Add("apns-expiration", began.AddSeconds(PushMessage.KeptSeconds).ToUnixTimeSeconds().ToString());
        request.Headers.Add("apns-collapse-id", PushMessage.CollapseKey);
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.IsSuccessStatusCode) return Outcome.Done;
        ApnsFailure failure = ApnsFailure.Read(await OutgoingHttp.ReadBeginning(answer, cancellation));
        TimeSpan? wait = failure.Reason == "ExpiredProviderToken" ? access.Expired(provider) : OutgoingHttp.RetryAfter(answer, time.GetUtcNow());
        return Judge((int)answer.StatusCode, failure, wait, began.ToUnixTimeMilliseconds());
    }

    /// <summary>
    /// By Apple's table of reasons. What is wrong with this token or message is final; what is wrong with the key, the topic's rights or the
    /// service concerns all, so it is a failure of theirs.
    /// </summary>
    private static PushAnswer Judge(int status, ApnsFailure failure, TimeSpan? wait, long beganMs) => (status, failure.Reason) switch
    {
        (410, _) => PushAnswer.Gone(failure.Timestamp ?? beganMs),
        (400, "BadDeviceToken") => PushAnswer.Gone(beganMs),
        (429, "TooManyProviderTokenUpdates") => Outcome.Failed("TooManyProviderTokenUpdates", wait ?? ApnsAccess.RenewedNotBefore),
        (429, _) => Outcome.Failed(PushMessage.SafeReason(failure.Reason, status), wait ?? PushMessage.Breather),
        (403 or >= 500, _) => Outcome.Failed(PushMessage.SafeReason(failure.Reason, status), wait),
        _ => Outcome.Refused(PushMessage.SafeReason(failure.Reason, status)),
    };

    public void Dispose() => http.Dispose();
}
