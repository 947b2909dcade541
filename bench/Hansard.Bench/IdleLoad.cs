using Hansard.Bench.Echo;
using Hansard.Bench.Load;
using Hansard.Bench.Measure;
using Hansard.Bench.Report;
using Hansard.Bench.Setup;
using Hansard.Bench.Wire;

namespace Hansard.Bench;

/// <summary>
/// What connections that say nothing cost in the server's memory: all users register first and hang up, so that only connections
/// (upgraded, logged in) come between the two readings. Beside it the bare echo's, which is Kestrel's own share.
/// </summary>
internal sealed class IdleLoad(string workFolder, string hansard)
{
    public const string Name = "idle";

    private const int Connections = 5_000;
    private const int BufferBytes = 512;

    public IEnumerable<IdleRow> Measure()
    {
        using (var echo = new EchoProcess(workFolder))
            yield return Measure($"{Name} echo", echo.ProcessId, _ => WireConnection.Open(echo.Address, EchoServer.Path, BufferBytes));

        using var server = new HansardServer(Directory.CreateDirectory(Path.Combine(workFolder, Name)).FullName, hansard, "plain", Recorded.No);
        var accounts = Enumerable.Range(0, Connections).Select(index => new Account(index)).ToList();
        server.Accounts.Register(accounts, withKeys: false);
        yield return Measure(Name, server.ProcessId, index => Peers.LogIn(server.Address, accounts[index], BufferBytes));
    }

    private static IdleRow Measure(string name, int process, Func<int, WireConnection> open)
    {
        // The first connections also pay for code and pools that all share; they are not idle connections' cost.
        const int First = 50;
        var connections = new List<WireConnection>();
        try
        {
            connections.AddRange(Enumerable.Range(0, First).Select(open));
            var before = GarbageCollection.Settle(process);
            connections.AddRange(Enumerable.Range(First, Connections - First).Select(open));
            return new IdleRow(name, Connections - First, before, GarbageCollection.Settle(process));
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }
}
