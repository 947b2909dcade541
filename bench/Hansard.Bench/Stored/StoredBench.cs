using Hansard.Bench.Load;
using Hansard.Bench.Measure;
using Hansard.Bench.Report;
using Hansard.Bench.Setup;

namespace Hansard.Bench.Stored;

/// <summary>
/// What a page and the list of conversations take with few messages stored and with many. Two servers stand side by side and are asked in turns,
/// so that whatever else the machine does meanwhile happens to both.
/// </summary>
internal sealed class StoredBench(string workFolder, string hansard, long few, long many, IReadOnlyList<string> postgresSettings, TextWriter progress)
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    /// <summary>Asked of one server before it is the other's turn: long enough that each has the processor's caches to itself.</summary>
    private const int AskedInTurn = 25;

    /// <summary>Asked unmeasured before, as a share of what is measured.</summary>
    private const double WarmUpShare = 0.5;

    /// <summary>Few enough that what one asks for is hardly ever in memory because of another.</summary>
    private const int AskedCold = 100;

    /// <param name="only">One of the engines; null for both.</param>
    public StoredResults Run(string? only)
    {
        const long Fewest = (long)Screens.FewestMessages * Correspondence.Conversations;
        if (Math.Min(few, many) < Fewest) throw new LoadFailure($"fewer than {Fewest:n0} messages have no whole page in every conversation");
        Disk disk = Disk.Measure(workFolder);
        List<StoredRow> rows = [];
        if (only is null or Sqlite) rows.AddRange(InFolder(Sqlite, OnSqlite));
        if (only is null or Postgres) rows.AddRange(InFolder(Postgres, OnPostgres));
        return new StoredResults(Machine.Here(TimeProvider.System), disk, postgresSettings, rows);
    }

    /// <summary>The engine that follows needs the room on the disk, and in the page cache.</summary>
    private List<StoredRow> InFolder(string engine, Func<string, List<StoredRow>> measure)
    {
        progress.WriteLine(engine);
        string folder = Directory.CreateDirectory(Path.Combine(workFolder, engine)).FullName;
        List<StoredRow> rows = measure(folder);
        Directory.Delete(folder, recursive: true);
        return rows;
    }

    private List<StoredRow> OnSqlite(string folder)
    {
        using FilledServer ofFew = Fill("few", few), ofMany = Fill("many", many);
        return Measure(Sqlite, folder, ofFew, ofMany);

        FilledServer Fill(string name, long messages) =>
            new(new HansardServer(folder, hansard, name, Recorded.No), new SqliteStored(Path.Combine(folder, name)), messages, progress);
    }

    /// <summary>Each server has a PostgreSQL of its own: one would share its buffers among both.</summary>
    private List<StoredRow> OnPostgres(string folder)
    {
        using PostgresCluster besideFew = new(folder, "beside-few", postgresSettings), besideMany = new(folder, "beside-many", postgresSettings);
        using FilledServer ofFew = Fill("few", besideFew, few), ofMany = Fill("many", besideMany, many);
        return Measure(Postgres, folder, ofFew, ofMany);

        FilledServer Fill(string name, PostgresCluster cluster, long messages) => new(
            new HansardServer(folder, hansard, name, Recorded.No, cluster.ConnectionString),
            new PostgresStored(Path.Combine(folder, name), cluster.ConnectionString), messages, progress);
    }

    private List<StoredRow> Measure(string engine, string folder, FilledServer ofFew, FilledServer ofMany)
    {
        PageCache.Load(folder);
        List<StoredRow> rows = [];
        List<(Question, Question)> questions = [.. ofFew.LogIn().Zip(ofMany.LogIn())];
        // All of it before the first is measured: a server just started goes on compiling its code for a while.
        foreach ((Question fromFew, Question fromMany) in questions) AskInTurns((int)(WarmUpShare * fromFew.Times / AskedInTurn), fromFew, fromMany);
        foreach ((Question fromFew, Question fromMany) in questions)
        {
            long read = DiskReads.Kibibytes();
            (Percentiles tookFew, Percentiles tookMany) = AskInTurns(fromFew.Times / AskedInTurn, fromFew, fromMany);
            double readMiB = (DiskReads.Kibibytes() - read) / 1024.0;
            StoredRow row = new(engine, fromFew.Name, fromFew.Times, ofFew.Messages, ofMany.Messages, tookFew, tookMany, readMiB);
            progress.WriteLine($"  {row.Question}: {row.Few.P50:f2} and {row.Many.P50:f2} ms (p50), {row.Ratio:f2} times");
            rows.Add(row);
        }
        foreach ((int place, (_, Question fromMany)) in questions.Index())
        {
            PageCache.Drop(folder);
            Histogram took = new();
            for (int i = 0; i < AskedCold; i++) took.Add(fromMany.Ask());
            rows[place] = rows[place] with { ManyCold = Percentiles.Of(took) };
            progress.WriteLine($"  {rows[place].Question}: {rows[place].ManyCold!.P50:f2} ms (p50) from the disk");
        }
        ofFew.CheckGoingOn();
        ofMany.CheckGoingOn();
        return rows;
    }

    private static (Percentiles Few, Percentiles Many) AskInTurns(int turns, Question fromFew, Question fromMany)
    {
        (Histogram tookFew, Histogram tookMany) = (new(), new());
        for (int turn = 0; turn < turns; turn++)
        {
            for (int i = 0; i < AskedInTurn; i++) tookFew.Add(fromFew.Ask());
            for (int i = 0; i < AskedInTurn; i++) tookMany.Add(fromMany.Ask());
        }
        return (Percentiles.Of(tookFew), Percentiles.Of(tookMany));
    }
}
