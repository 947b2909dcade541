using Hansard.Bench.Measure;

namespace Hansard.Bench.Report;

/// <summary>What the same request takes with few messages stored and with many.</summary>
/// <param name="Few">From sending to the whole answer.</param>
/// <param name="Many">The same.</param>
/// <param name="DiskReadMiB">What the whole machine read from its disks meanwhile: what is not in memory any more is read again.</param>
internal sealed record StoredRow(
    string Engine, string Question, int Asked, long FewMessages, long ManyMessages, Percentiles Few, Percentiles Many, double DiskReadMiB)
{
    /// <summary>With many stored and nothing of it in the page cache.</summary>
    public Percentiles? ManyCold { get; init; }

    /// <summary>How much longer a request may take with many messages stored.</summary>
    public const double RatioMaximum = 1.5;

    public double Ratio => Many.P50 / Few.P50;

    public double RatioP99 => Many.P99 / Few.P99;

    public bool Within => Ratio <= RatioMaximum;
}

/// <summary>Everything one run of the bench of stored messages found out.</summary>
/// <param name="PostgresSettings">What was set other than PostgreSQL has it by itself.</param>
internal sealed record StoredResults(Machine Machine, Disk Disk, IReadOnlyList<string> PostgresSettings, IReadOnlyList<StoredRow> Rows)
{
    public string FileName => $"{Machine.At:yyyyMMdd-HHmmss}-{Machine.Commit}-stored.json";

    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"{Machine.Processor}, {Machine.Cores} cores, Linux {Machine.Kernel}, {Machine.Runtime}");
        output.WriteLine($"commit {Machine.Commit}, {Machine.At:u}");
        if (PostgresSettings.Count > 0) output.WriteLine($"PostgreSQL with {string.Join(' ', PostgresSettings)}");
        output.WriteLine();
        output.WriteLine(Table.Of(Rows));
        output.WriteLine(Rows.All(row => row.Within)
            ? $"every request is within {StoredRow.RatioMaximum} times"
            : $"NOT within {StoredRow.RatioMaximum} times: {string.Join("; ", Rows.Where(row => !row.Within).Select(row => $"{row.Question} on {row.Engine}"))}");
    }
}
