using System.Net.Http.Headers;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Server.Deliveries;
using Hansard.Shared;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Accounts;

/// <summary>A text message as the gateway gets it.</summary>
/// <param name="Id">The same in every try, and the request's <c>Idempotency-Key</c>: a gateway that has sent it must not send it again.</param>
internal sealed record GatewayMessage(string Id, string To, string Text, string Code, DateTimeOffset At);

/// <summary>
/// Codes go to an organisation's SMS gateway, one signed POST each. What fails is tried again for as long as the code would be of use; a gateway
/// that is down is spared, and whoever registers meanwhile is answered as always.
/// </summary>
internal sealed class SmsGateway : CodeSender
{
    /// <summary>A code that arrives later than this leaves no time to type it.</summary>
    private const int UsefulSeconds = Limits.CodeSeconds - 120;

    public static readonly CourierBounds Bounds = new(
        WaitingMaximum: 10_000, AtOnceMaximum: 16, TriesMaximum: 8, TryLimit: TimeSpan.FromSeconds(10), LifeSpan: TimeSpan.FromSeconds(UsefulSeconds),
        BackOff: new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)), FailuresToOpen: 10, Open: new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)),
        Farewell: TimeSpan.FromSeconds(5));

    private readonly Uri address;
    private readonly byte[] secret;
    private readonly TimeProvider time;
    private readonly HttpClient http = OutgoingHttp.Client();
    private readonly Courier<Letter> courier;

    public SmsGateway(Uri address, byte[] secret, CourierBounds bounds, TimeProvider time, ILogger log)
    {
        (this.address, this.secret, this.time) = (address, secret, time);
        courier = new Courier<Letter>("SMS gateway", bounds, Post, time, log);
    }

    private sealed record Letter(string Id, byte[] Body);

    public override void Send(CodeMessage message)
    {
        string id = Guid.NewGuid().ToString();
        GatewayMessage whole = new(id, message.To, message.Text, message.Code, message.At);
        // Where too much waits the message is lost, and told of: whoever waits for it asks for another code.
        courier.TryAdd(new Letter(id, JsonSerializer.SerializeToUtf8Bytes(whole, CodeJson.Lines.GatewayMessage)));
    }

    private async Task<Outcome> Post(Letter letter, CancellationToken cancellation)
    {
        long timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = new ByteArrayContent(letter.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString());
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret, timestamp, letter.Body));
        request.Headers.Add(WebhookSignature.IdempotencyHeader, letter.Id);
        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (answer.IsSuccessStatusCode) return Outcome.Done;
        string reason = $"status {(int)answer.StatusCode}";
        return OutgoingHttp.MayPass(answer.StatusCode) ? Outcome.Failed(reason, OutgoingHttp.RetryAfter(answer, time.GetUtcNow())) : Outcome.Refused(reason);
    }

    public override void Dispose()
    {
        courier.Dispose();
        http.Dispose();
        base.Dispose();
    }
}
