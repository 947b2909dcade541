using System.Text.Json.Nodes;
using Hansard.Bench.Echo;
using Hansard.Bench.Load;
using Hansard.Bench.Measure;
using Hansard.Bench.Report;
using Hansard.Bench.Setup;

namespace Hansard.Bench;

/// <summary>
/// Runs the workloads one after the other and gathers their rows, each yardstick right before the first workload that is held against it.
/// Servers start when first needed and stay for the later rows.
/// </summary>
internal sealed class LoadBench(string workFolder, string hansard, Durations durations, TextWriter progress) : IDisposable
{
    private readonly List<Row> rows = [];
    private readonly Dictionary<(bool Recording, bool Postgres), Population> servers = [];
    private EchoProcess? echo;
    private PostgresCluster? postgres;
    private int runs;

    /// <param name="only">Runs what has this name, else what has this in its name; null for everything.</param>
    public Results Run(string? only)
    {
        var disk = Disk.Measure(workFolder);
        var exact = Workload.All.Any(workload => workload.Name == only || workload.Echo == only);
        foreach (var workload in Workload.All)
        {
            if (workload.GroupMembers == 0 && Wanted(workload.Echo)) Yardstick(workload);
            if (Wanted(workload.Name)) Measure(workload);
        }
        var idle = new List<IdleRow>();
        if (Wanted(IdleLoad.Name)) idle.AddRange(new IdleLoad(workFolder, hansard).Measure());
        return new Results(
            Machine.Here(TimeProvider.System), disk, JsonNode.Parse(File.ReadAllText(Checkout.Limits)),
            durations.WarmUp.TotalSeconds, durations.Measured.TotalSeconds, rows, idle);

        bool Wanted(string name) => only is null || (exact ? name == only : name.Contains(only, StringComparison.OrdinalIgnoreCase));
    }

    public void Dispose()
    {
        echo?.Dispose();
        foreach (var population in servers.Values) population.Dispose();
        postgres?.Dispose();
    }

    private void Measure(Workload workload)
    {
        var yardstick = workload.GroupMembers == 0 ? Yardstick(workload) : null;
        var population = PopulationFor(workload);
        var traffic = new Traffic();
        var conversations = workload.GroupMembers == 0 ? population.Dialogs(workload.Dialogs) : [population.Group(workload.GroupMembers)];
        var peers = Peers.Of(population.Server.Address, conversations, workload.Manner, ++runs, traffic);
        var row = Drive(workload.Name, peers, workload.Manner.Window, traffic, population.Server.ProcessId);
        Keep(row with
        {
            ShareOfEcho = row.MessagesPerSecond / yardstick?.MessagesPerSecond,
            ShareOfEchoByCpu = yardstick?.CpuMicrosecondsPerMessage / row.CpuMicrosecondsPerMessage,
        });
    }

    private Population PopulationFor(Workload workload)
    {
        var kind = (workload.Recording, workload.Postgres);
        if (servers.TryGetValue(kind, out var population)) return population;
        if (workload.Postgres) postgres ??= new PostgresCluster(workFolder);
        var name = workload.Postgres ? "on-postgres" : workload.Recording ? "recorded" : "plain";
        var recorded = workload.Recording ? Recorded.Awaited : Recorded.No;
        population = new Population(new HansardServer(workFolder, hansard, name, recorded, workload.Postgres ? postgres!.ConnectionString : null));
        servers.Add(kind, population);
        return population;
    }

    private Row Yardstick(Workload workload)
    {
        if (rows.Find(row => row.Workload == workload.Echo) is { } measured) return measured;
        echo ??= new EchoProcess(workFolder);
        var traffic = new Traffic();
        var peers = Peers.OfEcho(echo.Address, workload.Dialogs, workload.Manner, traffic);
        var row = Drive(workload.Echo, peers, workload.Manner.Window, traffic, echo.ProcessId);
        Keep(row);
        return row;
    }

    private Row Drive(string name, List<Peer> peers, int window, Traffic traffic, int serverProcess)
    {
        try
        {
            return Measurement.Take(name, peers, window, traffic, durations, serverProcess);
        }
        catch (LoadFailure failure)
        {
            throw new LoadFailure($"{name}: {failure.Message}");
        }
        finally
        {
            peers.ForEach(peer => peer.Connection.Dispose());
        }
    }

    private void Keep(Row row)
    {
        rows.Add(row);
        progress.WriteLine($"{row.Workload}: {row.MessagesPerSecond:n0}/s, p50 {row.ReplyMs.P50:f2} ms, p99 {row.ReplyMs.P99:f2} ms");
    }
}
