using Hansard.Bench.Measure;
using Hansard.Bench.Report;

namespace Hansard.Bench.Load;

/// <summary>Runs peers against a server process and puts what they saw beside what the kernel counted.</summary>
internal static class Measurement
{
    public static Row Take(string workload, IReadOnlyList<Peer> peers, int window, Traffic traffic, Durations durations, int serverProcess)
    {
        var client = Environment.ProcessId;
        double serverCpu = 0, clientCpu = 0, allCpu = 0;
        long resident = 0;
        using var loop = new LoadLoop(peers, traffic);
        var (messages, elapsed, drained) = loop.Run(
            durations,
            () => (serverCpu, clientCpu, allCpu) =
                (-ProcessMeter.CpuSeconds(serverProcess), -ProcessMeter.CpuSeconds(client), -ProcessMeter.MachineCpuSeconds()),
            () =>
            {
                serverCpu += ProcessMeter.CpuSeconds(serverProcess);
                clientCpu += ProcessMeter.CpuSeconds(client);
                allCpu += ProcessMeter.MachineCpuSeconds();
                resident = ProcessMeter.ResidentBytes(serverProcess);
            });
        foreach (var room in peers.OfType<Member>().Select(member => member.Room).Distinct()) room.CheckOneOrder();
        return new Row(
            workload, peers.Count, window, elapsed.TotalSeconds, messages, messages / elapsed.TotalSeconds, Percentiles.Of(traffic.Replies),
            traffic.Deliveries.Count == 0 ? null : Percentiles.Of(traffic.Deliveries), drained.TotalMilliseconds, serverCpu, clientCpu,
            Math.Max(0, allCpu - serverCpu - clientCpu), resident);
    }
}
