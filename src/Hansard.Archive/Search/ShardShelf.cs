namespace Hansard.Archive.Search;

/// <summary>The shards of an index that are open.</summary>
internal sealed class ShardShelf(string folder) : IDisposable
{
    /// <summary>Open at once: each has a cache of some megabytes.</summary>
    private const int MostOpen = 16;

    private readonly Dictionary<int, Shard> open = [];

    /// <exception cref="IndexDamagedException"/>
    public Shard Get(int number)
    {
        if (open.TryGetValue(number, out var shard)) return shard;
        if (open.Count >= MostOpen) Dispose();
        return open[number] = Shard.Open(folder, number);
    }

    public void Delete(int number)
    {
        if (open.Remove(number, out var shard)) shard.Dispose();
        IndexDatabase.Delete(Shard.FileIn(folder, number));
    }

    public void Dispose()
    {
        foreach (var shard in open.Values) shard.Dispose();
        open.Clear();
    }
}
