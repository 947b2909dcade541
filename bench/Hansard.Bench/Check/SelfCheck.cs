using System.Net;
using Hansard.Bench.Echo;
using Hansard.Bench.Load;
using Hansard.Bench.Setup;

namespace Hansard.Bench.Check;

/// <summary>
/// Proves that the client's verification can fail: a frame of each kind is lost, doubled, swapped with the next or altered on the way,
/// and every time the run must break off. Runs without a fault must pass, or failing would prove nothing.
/// </summary>
internal sealed class SelfCheck(string workFolder, string hansard, TextWriter output) : IDisposable
{
    private const int Window = 4;
    private const int GroupMembers = 5;
    private const int GroupAuthors = 3;

    private static readonly Durations Short = new(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));

    private readonly EchoProcess echo = new(workFolder);
    private readonly Population population = new(new HansardServer(workFolder, hansard, "plain", Recorded.No));
    private int runs;

    /// <summary>True when every fault was noticed and every clean run passed.</summary>
    public bool Run()
    {
        FaultKind[] all = [FaultKind.Lost, FaultKind.Doubled, FaultKind.Swapped, FaultKind.Altered];
        var results = new List<bool>
        {
            Passes("an echo without a fault passes", Echo),
            Passes("messages without a fault pass", Messages),
            Passes("messages with receipts without a fault pass", Receipts),
        };
        foreach (var kind in all)
        {
            results.Add(IsNoticed(kind, "RequestAddMessage", "echo", Echo));
            results.Add(IsNoticed(kind, "ResponseAddedMessage", "reply", Messages));
            results.Add(IsNoticed(kind, "NotificationAddedMessageToConversation", "notification", Messages));
            results.Add(IsNoticed(kind, "ResponseStatusMessage", "receipt's answer", Receipts));
            // Updates of several messages may come in any order, so swapping two is no fault.
            if (kind != FaultKind.Swapped) results.Add(IsNoticed(kind, "UpdatedMessageNotification", "counter update", Receipts));
        }
        results.Add(Passes("a group without a fault passes", Group));
        results.Add(IsNoticed(FaultKind.Overtaken, "NotificationAddedMessageToConversation", "notification in a group", Group));
        output.WriteLine($"{results.Count(passed => passed)} passed, {results.Count(passed => !passed)} failed");
        return results.All(passed => passed);
    }

    public void Dispose()
    {
        echo.Dispose();
        population.Dispose();
    }

    private bool Passes(string name, Action<Fault> run)
    {
        try
        {
            run(new Fault(FaultKind.None, "none"));
            return Report(true, name, "");
        }
        catch (LoadFailure failure)
        {
            return Report(false, name, failure.Message);
        }
    }

    private bool IsNoticed(FaultKind kind, string frameType, string name, Action<Fault> run)
    {
        var fault = new Fault(kind, frameType);
        name = $"{(kind is FaultKind.Altered or FaultKind.Overtaken ? "an" : "a")} {kind.ToString().ToLowerInvariant()} {name} is noticed";
        try
        {
            run(fault);
            return Report(false, name, fault.Struck ? "the run passed" : "the frame to be spoilt never came");
        }
        catch (LoadFailure failure)
        {
            return Report(fault.Struck, name, failure.Message);
        }
    }

    private bool Report(bool passed, string name, string detail)
    {
        const int ShownCharacters = 100;
        output.WriteLine($"{(passed ? "passed" : "FAILED")}  {name}");
        if (detail.Length > 0) output.WriteLine($"        {detail[..Math.Min(detail.Length, ShownCharacters)]}");
        return passed;
    }

    private void Echo(Fault fault) =>
        Drive(echo.Address, echo.ProcessId, fault, (address, traffic) => Peers.OfEcho(address, 1, new Manner(Window), traffic));

    private void Messages(Fault fault) => Converse(fault, population.Dialogs(1), new Manner(Window));

    private void Receipts(Fault fault) => Converse(fault, population.Dialogs(1), new Manner(Window, Receipts: true));

    private void Group(Fault fault) => Converse(fault, [population.Group(GroupMembers)], new Manner(Window, Authors: GroupAuthors));

    private void Converse(Fault fault, IEnumerable<Conversation> conversations, Manner manner) =>
        Drive(population.Server.Address, population.Server.ProcessId, fault,
            (address, traffic) => Peers.Of(address, conversations, manner, ++runs, traffic));

    private static void Drive(IPEndPoint server, int process, Fault fault, Func<IPEndPoint, Traffic, List<Peer>> open)
    {
        using var proxy = new FaultProxy(server, fault);
        var traffic = new Traffic();
        var peers = open(proxy.Address, traffic);
        try
        {
            Measurement.Take("check", peers, Window, traffic, Short, process);
        }
        finally
        {
            peers.ForEach(peer => peer.Connection.Dispose());
        }
    }
}
