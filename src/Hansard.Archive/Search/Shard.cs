using System.Globalization;
using System.Text;
using Hansard.Record.Format;
using Hansard.Shared;

namespace Hansard.Archive.Search;

/// <summary>A line as it goes into a shard.</summary>
/// <param name="Concerns">Keys of the people beside its sender.</param>
internal sealed record ShardLine(LineFacts Facts, long Conversation, long Sender, IReadOnlyCollection<long> Concerns, int File, long Offset, int Length);

/// <summary>A line as a shard has it.</summary>
internal readonly record struct ShardRow(LinePlace Place, int Type, long Conversation, long Sender, string Status);

/// <summary>
/// The lines of about a million neighbouring facts in a SQLite file of their own: where each stands, and which words and people it has. Full-text
/// rows have no content, and none is ever taken out: what no longer counts has no row here any more, and a shard that must lose text is made again.
/// </summary>
internal sealed class Shard(IndexDatabase database, int number) : IDisposable
{
    // 2: substrings by runs of four characters.
    private const int Format = 2;

    // hashsize: bytes of words that FTS5 gathers before it writes them; with fewer it would merge them again and again.
    private const string Schema = """
        CREATE TABLE line (row INTEGER PRIMARY KEY, file INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, part INTEGER NOT NULL, revision INTEGER NOT NULL,
            ts INTEGER NOT NULL, type INTEGER NOT NULL, conversation INTEGER NOT NULL, sender INTEGER NOT NULL, status TEXT, superseded INTEGER NOT NULL);
        CREATE TABLE about (target INTEGER NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (target, row)) WITHOUT ROWID;
        CREATE TABLE block (number INTEGER PRIMARY KEY, least INTEGER NOT NULL, greatest INTEGER NOT NULL);
        CREATE VIRTUAL TABLE words USING fts5 (text, facets, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
        INSERT INTO words (words, rank) VALUES ('hashsize', 33554432);
        """;

    private const string Columns = "line.row, line.part, line.revision, line.file, line.offset, line.length, line.type, line.conversation, line.sender, line.status";

    private readonly StringBuilder facets = new();

    public int Number => number;

    public IndexDatabase Database => database;

    public ShardGrams Grams { get; } = new(database);

    public static string FileIn(string folder, int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"words-{number:D6}.db"));

    /// <exception cref="IndexDamagedException"/>
    public static Shard Open(string folder, int number) => new(IndexDatabase.Open(FileIn(folder, number), Schema + ShardGrams.Schema, Format), number);

    /// <summary>Adds lines in one transaction. A line that is here already stays as it is.</summary>
    public void Add(IReadOnlyList<ShardLine> lines) => database.Commit(() =>
    {
        var blocks = new Dictionary<long, (long Least, long Greatest)>();
        // FTS5 takes rows in their order at no cost, and others at some.
        foreach (var line in lines.OrderBy(line => line.Facts.Position.Seq))
        {
            if (!TryAddRow(line, out var row)) continue;
            AddWords(line, row);
            if (Grams.Has(Search.Grams.GroupOf(line.Facts.Position.Seq))) Grams.Add(line.Facts.Position.Seq, line.Facts.Text);
            if (line.Facts.Target is { } target) database.Statement("INSERT OR IGNORE INTO about (target, row) VALUES (?, ?)").Bind(1, IndexKey.Of(target)).Bind(2, row).Execute();
            var time = line.Facts.Timestamp;
            var block = RowNumber.BlockOf(row);
            blocks[block] = blocks.TryGetValue(block, out var known) ? (Math.Min(known.Least, time), Math.Max(known.Greatest, time)) : (time, time);
        }
        foreach (var (block, (least, greatest)) in blocks)
            database.Statement("INSERT INTO block (number, least, greatest) VALUES (?1, ?2, ?3) ON CONFLICT (number) DO UPDATE SET least = min(least, ?2), greatest = max(greatest, ?3)")
                .Bind(1, block).Bind(2, least).Bind(3, greatest).Execute();
    });

    /// <summary>Rows from one to another, in order, of those that fit an expression of FTS5 (null for all) and a time.</summary>
    /// <param name="take">Called with each; false ends it.</param>
    public void Scan(string? expression, long first, long last, bool descending, long from, long before, Func<ShardRow, bool> take) => database.Guarded(() =>
    {
        var order = descending ? "DESC" : "ASC";
        var rows = database.Statement(expression is null
            ? $"SELECT {Columns} FROM line WHERE line.row BETWEEN ?1 AND ?2 AND line.superseded = 0 AND line.ts >= ?3 AND line.ts < ?4 ORDER BY line.row {order}"
            : $"SELECT {Columns} FROM words CROSS JOIN line ON line.row = words.rowid WHERE words MATCH ?5 AND words.rowid BETWEEN ?1 AND ?2 AND line.superseded = 0 AND line.ts >= ?3 AND line.ts < ?4 ORDER BY words.rowid {order}")
            .Bind(1, first).Bind(2, last).Bind(3, from).Bind(4, before);
        if (expression is not null) rows.Bind(5, expression);
        try
        {
            while (rows.Step() && take(Read(rows)))
            {
            }
        }
        finally
        {
            rows.Reset();
        }
        return true;
    });

    /// <summary>The least and greatest time of each block, by its number.</summary>
    public IReadOnlyList<(long Block, long Least, long Greatest)> Blocks() => database.Guarded(() =>
    {
        var rows = database.Statement("SELECT number, least, greatest FROM block ORDER BY number");
        var blocks = new List<(long, long, long)>(RowNumber.BlocksOfShard);
        while (rows.Step()) blocks.Add((rows.Int64(0), rows.Int64(1), rows.Int64(2)));
        return blocks;
    });

    /// <summary>Lines about a message, later revisions only once.</summary>
    public IReadOnlyList<ShardRow> About(long target) => Rows($"SELECT {Columns} FROM about JOIN line ON line.row = about.row WHERE about.target = ?1 AND line.superseded = 0 ORDER BY line.row", target, 0);

    /// <summary>All lines of a fact, those that were completed since included.</summary>
    public IReadOnlyList<ShardRow> OfFact(long seq) =>
        Rows($"SELECT {Columns} FROM line WHERE line.row BETWEEN ?1 AND ?2 ORDER BY line.row", RowNumber.Of(seq, 0), RowNumber.Of(seq, RowNumber.LinesOfFact - 1));

    /// <summary>Takes a line out of sight. Its words stay in the file until the shard is made again.</summary>
    public void Forget(long row)
    {
        database.Statement("DELETE FROM line WHERE row = ?").Bind(1, row).Execute();
        database.Statement("DELETE FROM about WHERE row = ?").Bind(1, row).Execute();
    }

    public void Dispose() => database.Dispose();

    private List<ShardRow> Rows(string sql, long first, long second) => database.Guarded(() =>
    {
        var rows = database.Statement(sql).Bind(1, first);
        if (sql.Contains("?2", StringComparison.Ordinal)) rows.Bind(2, second);
        var found = new List<ShardRow>();
        while (rows.Step()) found.Add(Read(rows));
        return found;
    });

    private static ShardRow Read(Statement row) => new(
        new LinePlace(RowNumber.SeqOf(row.Int64(0)), (int)row.Int64(1), (int)row.Int64(2), (int)row.Int64(3), row.Int64(4), (int)row.Int64(5), row.Int64(0)),
        (int)row.Int64(6), row.Int64(7), row.Int64(8), row.NullableText(9) ?? LineStatus.Captured);

    /// <returns>False for a line that has its row already.</returns>
    private bool TryAddRow(ShardLine line, out long row)
    {
        var position = line.Facts.Position;
        row = RowNumber.Of(position.Seq, position.Part);
        if (position.Revision == 0 && position.Part < RowNumber.LinesOfFact) return Insert(line, row, superseded: false);
        var others = OfFact(position.Seq);
        if (others.Any(other => other.Place.Part == position.Part && other.Place.Revision == position.Revision)) return false;
        row = RowNumber.Of(position.Seq, others.Count == 0 ? 0 : (int)(others[^1].Place.Row - RowNumber.Of(position.Seq, 0)) + 1);
        if (RowNumber.SeqOf(row) != position.Seq) return false;
        var isLatest = others.All(other => other.Place.Part != position.Part || other.Place.Revision < position.Revision);
        if (isLatest)
            foreach (var earlier in others.Where(other => other.Place.Part == position.Part))
                database.Statement("UPDATE line SET superseded = 1 WHERE row = ?").Bind(1, earlier.Place.Row).Execute();
        return Insert(line, row, superseded: !isLatest);
    }

    private bool Insert(ShardLine line, long row, bool superseded)
    {
        var (facts, position) = (line.Facts, line.Facts.Position);
        database.Statement("INSERT OR IGNORE INTO line (row, file, offset, length, part, revision, ts, type, conversation, sender, status, superseded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Bind(1, row).Bind(2, line.File).Bind(3, line.Offset).Bind(4, line.Length).Bind(5, position.Part).Bind(6, position.Revision)
            .Bind(7, facts.Timestamp).Bind(8, facts.Type).Bind(9, line.Conversation).Bind(10, line.Sender)
            .Bind(11, facts.Status == LineStatus.Captured ? null : facts.Status).Bind(12, superseded).Execute();
        return database.Changes > 0;
    }

    private void AddWords(ShardLine line, long row)
    {
        facets.Clear().Append(IndexKey.Token('c', line.Conversation)).Append(' ').Append(IndexKey.Token('s', line.Sender));
        foreach (var person in line.Concerns) if (person != line.Sender) facets.Append(' ').Append(IndexKey.Token('p', person));
        if (line.Facts.Type != MessageType.Text) facets.Append(' ').Append(FacetOfType(line.Facts.Type));
        if (line.Facts.Status != LineStatus.Captured) facets.Append(' ').Append(FacetOfStatus(line.Facts.Status));
        database.Statement("INSERT INTO words (rowid, text, facets) VALUES (?, ?, ?)").Bind(1, row).Bind(2, WordTokens.OfText(line.Facts.Text)).Bind(3, facets.ToString()).Execute();
    }

    /// <summary>Of types but texts: nearly all lines are texts, and their mark would tell them apart from nothing.</summary>
    public static string FacetOfType(int type) => string.Create(CultureInfo.InvariantCulture, $"t{type}");

    public static string FacetOfStatus(string status) => IndexKey.Token('x', IndexKey.Of(status));
}
