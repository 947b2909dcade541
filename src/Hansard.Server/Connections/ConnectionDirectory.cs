using System.Collections.Concurrent;

namespace Hansard.Server.Connections;

/// <summary>Who is connected: every open connection, and by user those that have signed in.</summary>
internal sealed class ConnectionDirectory
{
    private readonly ConcurrentDictionary<long, Connection> all = new();
    private readonly ConcurrentDictionary<long, Connection[]> byUser = new();

    public IEnumerable<Connection> All => all.Values;

    public int Count => all.Count;

    /// <summary>The live connections of a user, oldest first.</summary>
    public Connection[] Of(long userKey) => byUser.TryGetValue(userKey, out Connection[]? connections) ? connections : [];

    public void Add(Connection connection) => all[connection.Id] = connection;

    public void SignedIn(Connection connection, long userKey) =>
        byUser.AddOrUpdate(userKey, _ => [connection], (_, others) => [.. others, connection]);

    public void Remove(Connection connection)
    {
        all.TryRemove(connection.Id, out _);
        SignedOut(connection);
    }

    /// <summary>Nobody is told anything through it any more.</summary>
    public void SignedOut(Connection connection)
    {
        if (connection.Caller is not { } caller) return;
        while (byUser.TryGetValue(caller.UserKey, out Connection[]? connections))
        {
            Connection[] rest = [.. connections.Where(other => other != connection)];
            if (rest.Length == connections.Length) return;
            bool replaced = rest.Length == 0
                ? byUser.TryRemove(KeyValuePair.Create(caller.UserKey, connections))
                : byUser.TryUpdate(caller.UserKey, rest, connections);
            if (replaced) return;
        }
    }
}
