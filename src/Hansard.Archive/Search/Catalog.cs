namespace Hansard.Archive.Search;

/// <summary>
/// What the index knows beyond single lines: how far it is, which files and shards there are, who is called how, who was in which conversation
/// when. It is written after the shards, so that it never claims what they do not have.
/// </summary>
internal sealed class Catalog(IndexDatabase database) : IDisposable
{
    private const int Format = 1;

    private const string Schema = """
        CREATE TABLE file (number INTEGER PRIMARY KEY, name TEXT, bytes INTEGER NOT NULL, lines INTEGER NOT NULL, least INTEGER NOT NULL, greatest INTEGER NOT NULL, tail BLOB NOT NULL, manifest BLOB);
        CREATE TABLE shard (number INTEGER PRIMARY KEY, least INTEGER NOT NULL, greatest INTEGER NOT NULL, redo INTEGER NOT NULL);
        CREATE TABLE forgotten (seq INTEGER NOT NULL, part INTEGER NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (seq, part, revision)) WITHOUT ROWID;
        CREATE TABLE person (person INTEGER PRIMARY KEY, userId TEXT NOT NULL);
        CREATE TABLE name (folded TEXT NOT NULL, person INTEGER NOT NULL, name TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (folded, person)) WITHOUT ROWID;
        CREATE INDEX name_person ON name (person, seq);
        CREATE TABLE conversation (conversation INTEGER PRIMARY KEY, uuid TEXT NOT NULL, groupId INTEGER NOT NULL);
        CREATE INDEX conversation_group ON conversation (groupId);
        CREATE TABLE attendance (conversation INTEGER NOT NULL, seq INTEGER NOT NULL, person INTEGER NOT NULL, change INTEGER NOT NULL, PRIMARY KEY (conversation, seq, person)) WITHOUT ROWID;
        CREATE INDEX attendance_person ON attendance (person, conversation, seq);
        CREATE INDEX attendance_seq ON attendance (seq);
        CREATE TABLE title (conversation INTEGER NOT NULL, seq INTEGER NOT NULL, title TEXT NOT NULL, PRIMARY KEY (conversation, seq)) WITHOUT ROWID;
        CREATE INDEX title_seq ON title (seq);
        """;

    public IndexDatabase Database => database;

    /// <exception cref="IndexDamagedException"/>
    public static Catalog Open(string path) => new(IndexDatabase.Open(path, Schema, Format));

    public IReadOnlyList<IndexedFile> Files() => database.Guarded(() =>
    {
        var rows = database.Statement("SELECT number, name, bytes, lines, least, greatest, tail, manifest FROM file ORDER BY number");
        var files = new List<IndexedFile>();
        while (rows.Step())
            files.Add(new IndexedFile((int)rows.Int64(0), rows.NullableText(1), rows.Int64(2), rows.Int64(3), rows.Int64(4), rows.Int64(5), rows.Blob(6), rows.IsNull(7) ? null : rows.Blob(7)));
        return files;
    });

    public void Keep(IndexedFile file) => database.Statement("INSERT OR REPLACE INTO file (number, name, bytes, lines, least, greatest, tail, manifest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .Bind(1, file.Number).Bind(2, file.Name).Bind(3, file.Bytes).Bind(4, file.Lines).Bind(5, file.Least).Bind(6, file.Greatest).Bind(7, file.Tail)
        .BindOrNull(8, file.Manifest).Execute();

    public IReadOnlyList<IndexedShard> Shards() => database.Guarded(() =>
    {
        var rows = database.Statement("SELECT number, least, greatest, redo FROM shard ORDER BY number");
        var shards = new List<IndexedShard>();
        while (rows.Step()) shards.Add(new IndexedShard((int)rows.Int64(0), rows.Int64(1), rows.Int64(2), rows.Bool(3)));
        return shards;
    });

    public void Keep(IndexedShard shard) => database.Statement("INSERT OR REPLACE INTO shard (number, least, greatest, redo) VALUES (?, ?, ?, ?)")
        .Bind(1, shard.Number).Bind(2, shard.Least).Bind(3, shard.Greatest).Bind(4, shard.Redo).Execute();

    /// <summary>Lines of the files of which some are in a part that is being made again, so that they may not be found for now.</summary>
    public long LinesBeingMadeAgain()
    {
        var redone = Shards().Where(shard => shard.Redo).ToArray();
        return Files().Where(file => redone.Any(shard => IndexWriter.Overlaps(file, shard.Number))).Sum(file => file.Lines);
    }

    /// <summary>Lines that must not come back although the record still has them.</summary>
    public HashSet<(long Seq, int Part, int Revision)> Forgotten() => database.Guarded(() =>
    {
        var rows = database.Statement("SELECT seq, part, revision FROM forgotten");
        var found = new HashSet<(long, int, int)>();
        while (rows.Step()) found.Add((rows.Int64(0), (int)rows.Int64(1), (int)rows.Int64(2)));
        return found;
    });

    public void Forget(LinePlace place)
    {
        database.Statement("INSERT OR IGNORE INTO forgotten (seq, part, revision) VALUES (?, ?, ?)").Bind(1, place.Seq).Bind(2, place.Part).Bind(3, place.Revision).Execute();
        ForgetFacts(place.Seq, place.Seq);
    }

    /// <summary>Drops what facts told of conversations.</summary>
    public void ForgetFacts(long first, long last)
    {
        database.Statement("DELETE FROM attendance WHERE seq BETWEEN ? AND ?").Bind(1, first).Bind(2, last).Execute();
        database.Statement("DELETE FROM title WHERE seq BETWEEN ? AND ?").Bind(1, first).Bind(2, last).Execute();
    }

    public void Dispose() => database.Dispose();
}

/// <summary>A message file as far as it is indexed.</summary>
/// <param name="Name">Null while it is the one being written.</param>
/// <param name="Least">The smallest and the greatest number of a fact in it; completions reach back.</param>
/// <param name="Tail">Hash of its last bytes, by which it is known again.</param>
/// <param name="Manifest">Hash of its manifest; null while it has none.</param>
internal sealed record IndexedFile(int Number, string? Name, long Bytes, long Lines, long Least, long Greatest, byte[] Tail, byte[]? Manifest);

/// <param name="Least">The earliest and the latest time of its lines.</param>
/// <param name="Redo">It does not fit the record any more and is made again.</param>
internal sealed record IndexedShard(int Number, long Least, long Greatest, bool Redo);
