using System.Collections.Concurrent;
using Hansard.Protocol;

namespace Hansard.Server.Networks;

/// <summary>The networks of this server by name; all are loaded at the start, later ones added after their commit.</summary>
internal sealed class NetworkDirectory
{
    public const string DefaultName = "default";

    private readonly ConcurrentDictionary<string, Network> byName = new(StringComparer.Ordinal);

    public IEnumerable<Network> All => byName.Values;

    public Network? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The network that an operator names; one that is being deleted is there for nothing else any more.</summary>
    public Failure? Living(string name, out Network network) =>
        (network = Find(name)!) is null ? NetworkCommands.NoNetwork(name) : network.Settings.HasEnded ? Failure.Conflict($"{name} is being deleted.") : null;

    public void Add(Network network) => byName[network.Name] = network;

    public void Remove(Network network) => byName.TryRemove(KeyValuePair.Create(network.Name, network));
}
