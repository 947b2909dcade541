namespace Hansard.Archive.Search;

/// <summary>Remembers up to a number of things, and then begins anew: what was forgotten is only asked for once more.</summary>
internal sealed class Remembering<TKey, TValue>(int most) where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> known = [];

    public bool TryGet(TKey key, out TValue value) => known.TryGetValue(key, out value!);

    public TValue Keep(TKey key, TValue value)
    {
        if (known.Count >= most) known.Clear();
        return known[key] = value;
    }

    public void Drop(TKey key) => known.Remove(key);

    public void Clear() => known.Clear();
}
