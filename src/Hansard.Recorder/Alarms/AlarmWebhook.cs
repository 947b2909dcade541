using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Hansard.Client.Connections;
using Hansard.Shared;

namespace Hansard.Recorder.Alarms;

/// <summary>
/// Sends alarms on, one signed POST each, in their order and beside the recording: whoever raises one waits for nothing. One that the other side does not take is
/// tried again for hours; when too many wait, the oldest are given up.
/// </summary>
/// <param name="say">Told in a sentence how it goes: not an alarm, for that would be sent.</param>
internal sealed class AlarmWebhook : IAsyncDisposable
{
    /// <summary>Alarms that wait.</summary>
    private const int WaitingMaximum = 256;

    /// <summary>Of one alarm; at the longest pause this is eight hours.</summary>
    private const int TriesMaximum = 100;

    private static readonly BackOff Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), Random.Shared.NextDouble);

    private static readonly TimeSpan TryPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a recorder that ends waits for its last alarms to be taken.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly AlarmTarget target;
    private readonly TimeProvider time;
    private readonly Action<string> say;
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<AlarmNotice> waiting;
    private readonly Task sending;
    private long lost;
    private bool troubled;

    public AlarmWebhook(AlarmTarget target, TimeProvider time, Action<string> say)
    {
        (this.target, this.time, this.say) = (target, time, say);
        waiting = Channel.CreateBounded<AlarmNotice>(
            new BoundedChannelOptions(WaitingMaximum) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Interlocked.Increment(ref lost));
        sending = Task.Run(SendAsync);
    }

    private enum Answer
    {
        Taken,
        Refused,
        TryAgain,
    }

    /// <summary>Alarms that were given up.</summary>
    public long Lost => Interlocked.Read(ref lost);

    public void Post(AlarmNotice notice) => waiting.Writer.TryWrite(notice);

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        stop.CancelAfter(Farewell);
        await sending;
        stop.Dispose();
        http.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var notice in waiting.Reader.ReadAllAsync(stop.Token))
            {
                if (!await DeliverAsync(notice)) Interlocked.Increment(ref lost);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            say($"The recorder ends with {1 + waiting.Reader.Count} alarms that could not be sent.");
        }
    }

    private async Task<bool> DeliverAsync(AlarmNotice notice)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(notice, AlarmJson.Default.AlarmNotice);
        for (var attempt = 0; attempt < TriesMaximum; attempt++)
        {
            var (answer, reason, after) = await TryAsync(notice.Id, body);
            Tell(answer, reason);
            if (answer != Answer.TryAgain) return answer == Answer.Taken;
            var pause = Pauses.Before(attempt);
            if (after is { } asked && asked > pause) pause = asked < Pauses.Longest ? asked : Pauses.Longest;
            await Task.Delay(pause, time, stop.Token);
        }
        return false;
    }

    private async Task<(Answer Answer, string Reason, TimeSpan? After)> TryAsync(string id, byte[] body)
    {
        using CancellationTokenSource late = new(TryPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop.Token);
        try
        {
            var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
            using HttpRequestMessage request = new(HttpMethod.Post, target.Address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(target.Key, timestamp, body));
            request.Headers.Add(WebhookSignature.IdempotencyHeader, id);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var reason = $"status {(int)answer.StatusCode}";
            if (answer.IsSuccessStatusCode) return (Answer.Taken, reason, null);
            var mayPass = (int)answer.StatusCode is 408 or 425 or 429 or >= 500;
            return (mayPass ? Answer.TryAgain : Answer.Refused, reason, answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return (Answer.TryAgain, failure is HttpRequestException error ? error.HttpRequestError.ToString() : "no answer in time", null);
        }
    }

    /// <summary>Once, until it is otherwise.</summary>
    private void Tell(Answer answer, string reason)
    {
        if (answer == Answer.Taken == !troubled) return;
        troubled = !troubled;
        say(troubled ? $"The alarm webhook does not take alarms: {reason}." : "The alarm webhook takes alarms again.");
    }
}
