using System.Collections.Concurrent;
using Hansard.Protocol.Journal;
using Hansard.Server.Admin;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.Networks;

/// <summary>
/// Ends a network. Its last fact says so; from then on nobody does anything in it but its recorders, who read to the end. When every one of them has
/// acknowledged that fact, or none is active, all that is stored of the network goes, in steps, and a server that starts goes on with it: deleting a
/// network is no way around the record either.
/// </summary>
internal sealed class NetworkRemoval(GroupCommit writer, NetworkDirectory networks, ConnectionDirectory connections)
{
    /// <summary>Those whose next step is queued.</summary>
    private readonly ConcurrentDictionary<Network, bool> queued = new();

    public void Begin(Batch batch, Network network)
    {
        long factId = batch.Record(network, FactDraft.OfNetwork(new NetworkDeleted()));
        long sequence = factId & JournalWriter.SequenceMaximum;
        NetworkStore.MarkDeleted(batch.Sql, network.Id, sequence);
        batch.Change(network, network.Settings with { DeletedSequence = sequence });
        batch.Announce(new AfterCommit(() =>
        {
            End(network, connection => connection.Caller is not { Kind: CallerKind.Recorder });
            GoOn(network);
        }));
    }

    /// <summary>Something was acknowledged, or nobody needs to acknowledge it any more, or the server has started.</summary>
    public void Acknowledged(Batch batch, Network network)
    {
        if (network.Settings.HasEnded) batch.Announce(new AfterCommit(() => GoOn(network)));
    }

    /// <summary>Queues the next step, if the writer has room for it; else the next acknowledgement, command or start goes on from here.</summary>
    public void GoOn(Network network)
    {
        if (queued.TryAdd(network, true) && !writer.TryEnqueue(new AwaitedWork<bool>(batch => Step(batch, network)))) queued.TryRemove(network, out _);
    }

    /// <summary>What an operator is told of a network that has ended; null for one that lives.</summary>
    public static NetworkEnding? Ending(Batch batch, Network network) => network.Settings is { HasEnded: true, DeletedSequence: var through }
        ? new NetworkEnding(through, [.. NetworkStore.Behind(batch.Sql, network.Id, through)])
        : null;

    private bool Step(Batch batch, Network network)
    {
        queued.TryRemove(network, out _);
        if (networks.Find(network.Name) != network || NetworkStore.Behind(batch.Sql, network.Id, network.Settings.DeletedSequence).Count > 0) return false;
        if (!network.Settings.IsBeingRemoved)
        {
            batch.Change(network, network.Settings with { IsBeingRemoved = true });
            batch.Announce(new AfterCommit(() => End(network, _ => true)));
        }
        if (NetworkRows.RemoveSome(batch.Sql, network))
        {
            batch.Conversations.ForgetAll();
            batch.Announce(new AfterCommit(() => networks.Remove(network)));
        }
        else
        {
            batch.Announce(new AfterCommit(() => GoOn(network)));
        }
        return true;
    }

    private void End(Network network, Predicate<Connection> whose)
    {
        foreach (Connection connection in connections.All)
            if (connection.Network == network && whose(connection)) connection.End();
    }
}
