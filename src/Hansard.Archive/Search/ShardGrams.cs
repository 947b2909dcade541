namespace Hansard.Archive.Search;

/// <summary>The substrings of a shard, as far as their groups are written.</summary>
internal sealed class ShardGrams(IndexDatabase database)
{
    public const string Schema = """
        CREATE TABLE gramGroup (number INTEGER PRIMARY KEY);
        CREATE TABLE gram (run INTEGER PRIMARY KEY, blocks BLOB NOT NULL);
        """;

    private readonly HashSet<long> written = [];

    public bool Has(long group) => written.Contains(group) || database.Guarded(() =>
    {
        var rows = database.Statement("SELECT 1 FROM gramGroup WHERE number = ?").Bind(1, group);
        var has = rows.Step();
        rows.Reset();
        if (has) written.Add(group);
        return has;
    });

    public void Write(long group, GramMatrix matrix) => database.Commit(() =>
    {
        for (var hash = 0; hash < Grams.Hashes; hash++)
        {
            var blocks = matrix.Row(hash);
            if (blocks.IndexOfAnyExcept((byte)0) >= 0) database.Statement("INSERT OR REPLACE INTO gram (run, blocks) VALUES (?, ?)").Bind(1, Key(group, hash)).Bind(2, blocks).Execute();
        }
        database.Statement("INSERT OR IGNORE INTO gramGroup (number) VALUES (?)").Bind(1, group).Execute();
    });

    /// <summary>Adds a line that came when its group was written already; within the shard's transaction.</summary>
    public void Add(long seq, string text)
    {
        var (group, block) = (Grams.GroupOf(seq), Grams.BlockOf(seq));
        var hashes = new HashSet<int>();
        Grams.Each(text, hash => hashes.Add(hash));
        foreach (var hash in hashes)
        {
            var blocks = Blocks(group, hash) ?? new byte[Grams.BlocksOfGroup / 8];
            blocks[block / 8] |= (byte)(1 << (block % 8));
            database.Statement("INSERT OR REPLACE INTO gram (run, blocks) VALUES (?, ?)").Bind(1, Key(group, hash)).Bind(2, blocks).Execute();
        }
    }

    /// <summary>Blocks of a group that may have a substring, one bit each; null where only reading can tell.</summary>
    public byte[]? Candidates(long group, string substring)
    {
        if (!Has(group)) return null;
        var hashes = new HashSet<int>();
        Grams.Each(substring, hash => hashes.Add(hash));
        if (hashes.Count == 0) return null;
        return database.Guarded(() =>
        {
            byte[] all = [.. Enumerable.Repeat((byte)0xff, Grams.BlocksOfGroup / 8)];
            foreach (var hash in hashes)
            {
                if (Blocks(group, hash) is not { } blocks) return new byte[all.Length];
                for (var n = 0; n < all.Length; n++) all[n] &= blocks[n];
            }
            return all;
        });
    }

    private byte[]? Blocks(long group, int hash)
    {
        var rows = database.Statement("SELECT blocks FROM gram WHERE run = ?").Bind(1, Key(group, hash));
        var blocks = rows.Step() ? rows.Blob(0) : null;
        rows.Reset();
        return blocks;
    }

    private static long Key(long group, int hash) => group * Grams.Hashes + hash;
}
