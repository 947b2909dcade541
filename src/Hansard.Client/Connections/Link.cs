using Hansard.Protocol;

namespace Hansard.Client.Connections;

/// <summary>What a link does with each connection. Both run on the link's own loop, one connection after another.</summary>
/// <param name="SignIn">Makes the connection this device's; a failure other than a lost connection or a full server signs the device out.</param>
/// <param name="Attend">
/// Catches up and reads what the server tells. Cancelled when the connection is over, since the next one begins only after it.
/// </param>
/// <param name="Lost">Told why, before the next try.</param>
internal sealed record LinkDuties(
    Func<MessengerConnection, CancellationToken, Task<Failure?>> SignIn,
    Func<MessengerConnection, CancellationToken, Task> Attend,
    Func<Failure, bool, Task> Lost);

/// <summary>
/// A connection that comes back: lost, it is opened and signed in again with growing pauses. Every request sent through it is one that may
/// be sent twice, so what was under way when a connection broke simply goes out again on the next.
/// </summary>
internal sealed class Link : IAsyncDisposable
{
    /// <summary>A connection that lasted this long was a good one: the pauses begin anew.</summary>
    private static readonly TimeSpan GoodConnection = TimeSpan.FromSeconds(5);

    /// <summary>How many connections may break under one request: one that breaks every connection must not go on for ever.</summary>
    private const int MaximumSends = 10;

    private readonly ConnectionSettings settings;
    private readonly TimeSpan patience;
    private readonly BackOff backOff;
    private readonly LinkDuties duties;
    private readonly Departures departures = new();
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <param name="patience">How long a request waits for a connection before it fails.</param>
    public Link(ConnectionSettings settings, TimeSpan patience, BackOff backOff, LinkDuties duties) =>
        (this.settings, this.patience, this.backOff, this.duties) = (settings, patience, backOff, duties);

    public void Start() => running = Task.Run(() => RunAsync(stopping.Token));

    /// <summary>The answer of whichever connection gives one; a request waits for a connection no longer than the link's patience.</summary>
    public async Task<Result<TResponse>> SendAsync<TResponse>(IRequest<TResponse> request, CancellationToken cancellation)
        where TResponse : class, IResponse
    {
        var ticket = departures.NextTicket();
        for (var attempt = 1; ; attempt++)
        {
            var departure = departures.Add(ticket, request, cancellation);
            try
            {
                var answer = await await departure.Left.WaitAsync(patience, settings.Time, cancellation);
                if (answer.Failure?.Status is not ClientStatus.Disconnected || attempt == MaximumSends) return answer;
                departures.Interrupt(departure.With!);
            }
            catch (TimeoutException)
            {
                return ClientStatus.DisconnectedBecause($"There was no connection to {settings.Server} for {patience.TotalSeconds:0} seconds.");
            }
            finally
            {
                departures.Remove(ticket);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        departures.Close(ClientStatus.SignedOutBecause("This client was closed."));
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var attempt = 0;
        try
        {
            while (true)
            {
                var began = settings.Time.GetTimestamp();
                var failure = await OnceAsync(stop);
                var final = EndsForGood(failure);
                await duties.Lost(failure, final);
                if (final)
                {
                    departures.Close(failure);
                    return;
                }
                attempt = settings.Time.GetElapsedTime(began) > GoodConnection ? 0 : attempt;
                await Task.Delay(backOff.Before(attempt++), settings.Time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client was closed.
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            // A full disk or a bug: nobody awaits this loop, so it says so to everybody who waits for it.
            var failure = Failure.Internal($"This client cannot go on: {broken.Message}");
            departures.Close(failure);
            await duties.Lost(failure, true);
        }
    }

    /// <summary>One connection from its opening to its end; says why it ended or was not to be had.</summary>
    private async Task<Failure> OnceAsync(CancellationToken stop)
    {
        var opened = await MessengerConnection.ConnectAsync(settings, stop);
        if (!opened.Succeeded) return opened.Failure;
        await using var connection = opened.Value;
        if (await duties.SignIn(connection, stop) is { } refused) return refused;
        departures.Open(connection);
        using var attending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var attended = duties.Attend(connection, attending.Token);
        await Task.WhenAny(connection.Ended, attended, Task.Delay(Timeout.Infinite, stop));
        departures.Interrupt(connection);
        await attending.CancelAsync();
        await attended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attended.IsFaulted) await attended;
        stop.ThrowIfCancellationRequested();
        await connection.DisposeAsync();
        return (await connection.Ended).ToFailure();
    }

    /// <summary>A server that is away, full or broken is tried again; one that says who may not come in is believed.</summary>
    private static bool EndsForGood(Failure failure) =>
        failure.Status is Status.Unauthenticated or Status.Forbidden or Status.NotFound or Status.Conflict or Status.Invalid;
}
