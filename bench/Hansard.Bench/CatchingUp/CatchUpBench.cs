using System.Diagnostics;
using Hansard.Bench.Measure;
using Hansard.Bench.Report;
using Hansard.Bench.Setup;

namespace Hansard.Bench.CatchingUp;

/// <summary>
/// Devices that come back: one that missed very much, and very many at once that missed a little each. Every message must be in the answers once,
/// and nothing else.
/// </summary>
internal sealed class CatchUpBench(string workFolder, string hansard, TextWriter progress)
{
    private const int MissedByOne = 10_000, DialogsOfOne = 20;
    private const int Returning = 2_000, GroupMembers = 100, MissedByEach = 100;

    /// <summary>Threads that act for all devices; a device that waits for its answer takes none.</summary>
    private const int AtOnce = 64;

    private static readonly ParallelOptions Threads = new() { MaxDegreeOfParallelism = AtOnce };

    /// <param name="postgres">On a PostgreSQL of its own instead of SQLite.</param>
    public CatchUpResults Run(bool postgres)
    {
        using var cluster = postgres ? new PostgresCluster(workFolder) : null;
        using var server = new HansardServer(workFolder, hansard, "catchup", Recorded.No, cluster?.ConnectionString);
        var engine = postgres ? "PostgreSQL" : "SQLite";
        return new CatchUpResults(Machine.Here(TimeProvider.System), Disk.Measure(workFolder), [One(server, engine), Many(server, engine)]);
    }

    private CatchUpRow One(HansardServer server, string engine)
    {
        var people = Enumerable.Range(0, DialogsOfOne + 1).Select(index => new Account(index)).ToList();
        server.Accounts.Register(people, withKeys: true);
        var dialogs = people.Skip(1).Select((author, number) => Conversation.Create(server.Address, number, [author, people[0]], [])).ToList();
        var cursor = Returner.Cursor(server, people[0]);
        progress.WriteLine($"{MissedByOne:n0} messages are being said to one who is away");
        Parallel.ForEach(dialogs, Threads, dialog => Say(server, dialog, MissedByOne / DialogsOfOne));
        var started = Stopwatch.GetTimestamp();
        using var device = new Returner(server, people[0], cursor);
        var missed = device.CatchUp();
        return Row("one device", engine, 1, MissedByOne, missed, Stopwatch.GetElapsedTime(started), server);
    }

    private CatchUpRow Many(HansardServer server, string engine)
    {
        const int first = 10_000;
        var people = Enumerable.Range(first, Returning).Select(index => new Account(index)).ToList();
        progress.WriteLine($"{Returning:n0} devices are being registered");
        server.Accounts.Register(people, withKeys: true);
        var groups = people.Chunk(GroupMembers).Select((members, number) => Conversation.Create(server.Address, first + number, members, [])).ToList();
        var cursors = new string[Returning];
        Parallel.For(0, Returning, Threads, index => cursors[index] = Returner.Cursor(server, people[index]));
        progress.WriteLine($"{MissedByEach} messages are being said to each of them");
        Parallel.ForEach(groups, Threads, group => Say(server, group, MissedByEach));

        var devices = new Returner[Returning];
        var missed = new int[Returning];
        var started = Stopwatch.GetTimestamp();
        // All ask before anybody reads an answer: the server has all of them to serve at once.
        Parallel.For(0, Returning, Threads, index => devices[index] = new Returner(server, people[index], cursors[index]));
        Parallel.For(0, Returning, Threads, index => missed[index] = devices[index].CatchUp());
        var took = Stopwatch.GetElapsedTime(started);
        foreach (var device in devices) device.Dispose();
        if (missed.Any(count => count != MissedByEach)) throw new LoadFailure($"a device caught up on {missed.First(count => count != MissedByEach)} messages instead of {MissedByEach}");
        return Row($"{Returning:n0} devices at once", engine, Returning, MissedByEach, missed[0], took, server);
    }

    private CatchUpRow Row(string workload, string engine, int devices, int expected, int missed, TimeSpan took, HansardServer server)
    {
        if (missed != expected) throw new LoadFailure($"{workload}: {missed} messages came instead of {expected}");
        var row = new CatchUpRow(workload, engine, devices, expected, took.TotalSeconds, PeakMemory.Bytes(server.ProcessId));
        progress.WriteLine($"{workload}, {engine}: {row.Seconds:f2} s");
        return row;
    }

    private static void Say(HansardServer server, Conversation conversation, int count)
    {
        using var author = Caller.Open(server.Address);
        conversation.Members[0].Authenticate(author);
        var body = Convert.ToBase64String(new byte[364]);
        for (var said = 0; said < count; said++)
        {
            author.Call("RequestAddMessage", new
            {
                bodyEncryptedBase64 = body, conversationUuid = conversation.Uuid, hasFiles = false, ivBase64 = body[..16], messageUuid = $"{conversation.Uuid[..8]}-{said:x8}",
                replyMessageUuid = (string?)null, sessionKeyUuid = conversation.SessionKeyUuid,
            });
        }
    }
}
