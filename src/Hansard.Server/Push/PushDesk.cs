using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Hansard.Server.Push;

/// <summary>
/// Tells devices without a live socket, through their providers, that there is something new. The fan-out says whose devices; that costs it
/// a few entries in a set, and everything else happens apart from it. What waits is lost with the process: a push only says that there is news,
/// and the application that starts asks for all of it.
/// </summary>
internal sealed partial class PushDesk : IDisposable
{
    /// <summary>Users in one look-up.</summary>
    private const int LookUpMaximum = 500;

    private readonly List<PushLane> lanes;
    private readonly Database database;
    private readonly ConnectionDirectory connections;
    private readonly PushPace pace;
    private readonly ILogger log;
    private readonly ITimer timer;
    private readonly Lock looking = new();
    private readonly object gate = new();
    private HashSet<long> users = [];
    private bool waits;
    private volatile bool closed;

    public PushDesk(
        IReadOnlyList<IPushSender> senders, Database database, GroupCommit writer, ConnectionDirectory connections, PushPace pace, TimeProvider time, ILogger log)
    {
        (this.database, this.connections, this.pace, this.log) = (database, connections, pace, log);
        lanes = [.. senders.Select(sender => new PushLane(sender, database, writer, connections, pace, time, log))];
        timer = time.CreateTimer(_ => Gathered(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There is news for these users, except the one who made it. Never waits.</summary>
    public void Wake(IReadOnlyList<long> userKeys, long exceptUserKey)
    {
        lock (gate)
        {
            if (closed) return;
            foreach (long userKey in userKeys)
                if (userKey != exceptUserKey && users.Count < pace.UsersMaximum)
                    users.Add(userKey);
            if (waits || users.Count == 0) return;
            waits = true;
            timer.Change(pace.Gathering, Timeout.InfiniteTimeSpan);
        }
    }

    private void Gathered()
    {
        lock (looking)
        {
            if (closed) return;
            LookUp();
            lock (gate)
            {
                waits = users.Count > 0 && !closed;
                if (waits) timer.Change(pace.Gathering, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void LookUp()
    {
        HashSet<long> taken;
        lock (gate) (taken, users) = (users, []);
        try
        {
            foreach (long[] some in taken.Chunk(LookUpMaximum))
                foreach (PushTarget target in database.Read(sql => ApplicationStore.Pushable(sql, some)))
                    if (!target.IsOnline(connections))
                        lanes.Find(lane => lane.Knows(target.DeviceToken))?.Wake(target);
        }
        catch (UnavailableException)
        {
            // The database tells of its own outages; these users are looked up when it is back.
            lock (gate) users.UnionWith(taken.Take(pace.UsersMaximum - users.Count));
        }
        catch (Exception failure)
        {
            NotLookedUp(failure, taken.Count);
        }
    }

    /// <summary>What was gathered is looked up, and what can be sent at once is.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closed) return;
            closed = true;
        }
        timer.Dispose();
        lock (looking) LookUp();
        Parallel.ForEach(lanes, lane => lane.Dispose());
    }

    [LoggerMessage(1, LogLevel.Error, "The devices of {Users} users could not be looked up and get no push")]
    private partial void NotLookedUp(Exception failure, int users);
}
