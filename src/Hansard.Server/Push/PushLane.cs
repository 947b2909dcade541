using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Deliveries;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Push;

/// <summary>
/// One provider and the devices that are to be pushed through it. A device stands here once however much happens: what comes while its push
/// waits is told by that, what comes later by one more after a rest.
/// </summary>
internal sealed class PushLane : IDisposable
{
    private readonly IPushSender sender;
    private readonly Database database;
    private readonly GroupCommit writer;
    private readonly ConnectionDirectory connections;
    private readonly TimeSpan rest;
    private readonly Outcome notNow;

    /// <summary>A query may hold a thread and a connection of the database; pushes of one lane hold one of each. It holds nothing to release.</summary>
    private readonly SemaphoreSlim asking = new(1);
    private readonly Courier<Device> courier;

    /// <summary>Its own lock is taken inside the courier's, never the other way round.</summary>
    private readonly Dictionary<long, Device> devices = [];

    public PushLane(IPushSender sender, Database database, GroupCommit writer, ConnectionDirectory connections, PushPace pace, TimeProvider time, ILogger log)
    {
        (this.sender, this.database, this.writer, this.connections, rest) = (sender, database, writer, connections, pace.Rest);
        notNow = Outcome.IdleFor(rest);
        courier = new Courier<Device>(sender.Name, pace.Courier, Push, time, log, Ended);
    }

    private sealed class Device(PushTarget target)
    {
        public PushTarget Target { get; } = target;

        /// <summary>How often something has happened; counted under the lock.</summary>
        public volatile int News = 1;

        /// <summary>Up to which of it a push has told; one push at a time changes it.</summary>
        public volatile int Told;
    }

    public bool Knows(string deviceToken) => sender.Knows(deviceToken);

    /// <summary>There is news for a device; never waits.</summary>
    public void Wake(PushTarget target)
    {
        Device device = new(target);
        lock (devices)
        {
            if (!devices.TryAdd(target.ApplicationKey, device))
            {
                devices[target.ApplicationKey].News++;
                return;
            }
        }
        if (!courier.TryAdd(device)) Ended(device);
    }

    private async Task<Outcome> Push(Device device, CancellationToken cancellation)
    {
        if (Leave(device)) return Outcome.Idle;
        int news = device.News;
        Outcome outcome = await Push(device.Target, cancellation);
        if (outcome.Kind is OutcomeKind.Failed || outcome == notNow) return outcome;
        device.Told = news;
        // News that came meanwhile is looked at after a rest; where nothing was sent there is else nothing to stay for.
        if (outcome.Kind is OutcomeKind.Idle) return Leave(device) ? Outcome.Idle : notNow;
        return outcome;
    }

    private async Task<Outcome> Push(PushTarget target, CancellationToken cancellation)
    {
        // The message may have waited; who came back since then has seen it, and who deleted the application wants none.
        if (target.IsOnline(connections)) return Outcome.Idle;
        (bool known, string? token) = await TokenOf(target, cancellation);
        if (!known) return notNow;
        if (token is null || !Knows(token)) return Outcome.Idle;
        PushAnswer answer = await sender.Send(token, cancellation);
        if (answer.GoneMs is { } goneMs) writer.TryEnqueue(new ForgottenToken(target.ApplicationKey, token, goneMs));
        return answer.Outcome.Kind == OutcomeKind.Done ? Outcome.Rest(rest) : answer.Outcome;
    }

    /// <summary>The token as it is now; not known where the database does not answer, which is nothing to hold against the provider.</summary>
    private async Task<(bool Known, string? Token)> TokenOf(PushTarget target, CancellationToken cancellation)
    {
        try
        {
            await asking.WaitAsync(cancellation);
            try
            {
                string? token = database.Read(sql => ApplicationStore.DeviceTokenOf(sql, target.ApplicationKey));
                return (!cancellation.IsCancellationRequested, token);
            }
            finally
            {
                asking.Release();
            }
        }
        catch (Exception failure) when (failure is UnavailableException or OperationCanceledException)
        {
            return (false, null);
        }
    }

    /// <summary>True where all is told; under the lock, so that news that comes later finds no device here and makes a new one.</summary>
    private bool Leave(Device device)
    {
        lock (devices) return device.News == device.Told && devices.Remove(device.Target.ApplicationKey);
    }

    private void Ended(Device device)
    {
        lock (devices)
        {
            if (devices.TryGetValue(device.Target.ApplicationKey, out Device? standing) && standing == device) devices.Remove(device.Target.ApplicationKey);
        }
    }

    public void Dispose()
    {
        courier.Dispose();
        sender.Dispose();
    }
}

/// <summary>A provider says that a token is no more. Nobody waits for this.</summary>
internal sealed class ForgottenToken(long applicationKey, string token, long goneMs) : Work
{
    public override void Run(Batch batch) => ApplicationStore.ForgetDeviceToken(batch.Sql, applicationKey, token, goneMs);

    public override void Finish(Exception? failure)
    {
        // The writer has logged a failure; the next push finds the token gone again.
    }
}
