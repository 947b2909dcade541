using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hansard.Server.Deliveries;

namespace Hansard.Server.Push;

/// <summary>Firebase Cloud Messaging by its HTTP v1 API, over HTTP/2: for Android, and for whatever else registers with Firebase.</summary>
internal sealed class FcmSender : IPushSender
{
    private readonly HttpClient http = OutgoingHttp.Client();
    private readonly FcmAccess access;
    private readonly Uri address;
    private readonly TimeProvider time;

    public FcmSender(FcmAccount account, Uri baseAddress, TimeProvider time)
    {
        this.time = time;
        access = new FcmAccess(account, http, time);
        address = new Uri(baseAddress, $"/v1/projects/{Uri.EscapeDataString(account.ProjectId)}/messages:send");
    }

    public string Name => "FCM";

    public bool Knows(string deviceToken) => !ApnsSender.IsToken(deviceToken);

    public async Task<PushAnswer> Send(string deviceToken, CancellationToken cancellation)
    {
        long beganMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        Access granted = await access.Token(cancellation);
        if (granted.Token is null) return granted.Failure;
        using HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent(Body(deviceToken)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", granted.Token);
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.IsSuccessStatusCode) return Outcome.Done;
        string? code = FcmFailure.Code(await OutgoingHttp.ReadBeginning(answer, cancellation));
        if (answer.StatusCode == HttpStatusCode.Unauthorized) access.Forget(granted.Token);
        return Judge((int)answer.StatusCode, code, OutgoingHttp.RetryAfter(answer, time.GetUtcNow()), beganMs);
    }

    /// <summary>
    /// By the list of error codes of the HTTP v1 API. What is wrong with this one message is final; what is wrong with the account, the
    /// project or the service concerns all, so it is a failure of theirs.
    /// </summary>
    private static PushAnswer Judge(int status, string? code, TimeSpan? retryAfter, long beganMs) => (status, code) switch
    {
        (404, "UNREGISTERED") => PushAnswer.Gone(beganMs),
        (400, _) or (413, _) or (_, "SENDER_ID_MISMATCH") or (_, "THIRD_PARTY_AUTH_ERROR") => Outcome.Refused(PushMessage.SafeReason(code, status)),
        (429, _) => Outcome.Failed(PushMessage.SafeReason(code, status), retryAfter ?? PushMessage.Breather),
        _ => Outcome.Failed(PushMessage.SafeReason(code, status), retryAfter),
    };

    private static byte[] Body(string deviceToken) => JsonSerializer.SerializeToUtf8Bytes(new FcmRequest(new FcmMessage(deviceToken, new FcmNotification(PushMessage.Text),
        new FcmAndroid("HIGH", PushMessage.CollapseKey, $"{PushMessage.KeptSeconds}s", new FcmNotification(Tag: PushMessage.CollapseKey)),
        new FcmApns(new FcmApnsHeaders(PushMessage.CollapseKey, "10"), ApnsRequest.NewMessage))), PushJson.Default.FcmRequest);

    public void Dispose()
    {
        access.Dispose();
        http.Dispose();
    }
}
