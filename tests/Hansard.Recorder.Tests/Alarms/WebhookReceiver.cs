using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hansard.TestPorts;

namespace Hansard.Recorder.Tests.Alarms;

/// <summary>An alarm as it came, and whether what is said of its sender holds.</summary>
internal sealed record TakenAlarm(string Key, bool IsSigned, JsonElement Body)
{
    public (string Alarm, string State) What => (Body.GetProperty("alarm").GetString()!, Body.GetProperty("state").GetString()!);

    public string Text => Body.GetProperty("text").GetString()!;
}

/// <summary>Whoever an organisation has called: takes signed POSTs over HTTP, or says that it cannot.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "a key of sixteen characters or more";

    private readonly HttpStandIn server;
    private readonly Lock gate = new();
    private readonly List<TakenAlarm> taken = [];
    private TaskCompletionSource news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="port">Null for any.</param>
    public WebhookReceiver(int? port = null)
    {
        Address = new Uri($"http://127.0.0.1:{port ?? Ports.Free()}/alarms");
        server = new HttpStandIn(new Uri(Address, "/"), Take);
    }

    public Uri Address { get; }

    /// <summary>The status for a try; it is taken with 204.</summary>
    public Func<TakenAlarm, int> Answer { get; set; } = _ => 204;

    /// <summary>Tries that were not taken.</summary>
    public int Turned { get; private set; }

    public IReadOnlyList<TakenAlarm> Taken
    {
        get
        {
            lock (gate) return [.. taken];
        }
    }

    /// <summary>Waits until what was taken satisfies the condition.</summary>
    public async Task<IReadOnlyList<TakenAlarm>> UntilAsync(Func<IReadOnlyList<TakenAlarm>, bool> condition)
    {
        var patience = Client.Tests.Patience.Token;
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (condition(taken)) return [.. taken];
                next = news.Task;
            }
            await next.WaitAsync(patience);
        }
    }

    public Task<IReadOnlyList<TakenAlarm>> UntilAsync(string alarm, string state) => UntilAsync(all => all.Any(one => one.What == (alarm, state)));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private StandInAnswer Take(HttpListenerRequest request, byte[] body)
    {
        // As the documentation says it, not as the recorder computes it.
        var timestamp = request.Headers["X-Hansard-Timestamp"]!;
        var expected = "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.ASCII.GetBytes(timestamp + "."), .. body]));
        var isSigned = request.Headers["X-Hansard-Signature"] == expected && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var alarm = new TakenAlarm(request.Headers["Idempotency-Key"]!, isSigned, JsonElement.Parse(body));
        lock (gate)
        {
            var status = Answer(alarm);
            if (status == 204) taken.Add(alarm);
            else Turned++;
            news.TrySetResult();
            news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new StandInAnswer(status);
        }
    }
}
