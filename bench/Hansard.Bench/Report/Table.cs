using System.Text;

namespace Hansard.Bench.Report;

/// <summary>Rows as Markdown with aligned columns: reads the same in a terminal and in a document.</summary>
internal static class Table
{
    public static string Of(IReadOnlyList<Row> rows) => Format(
        [
            "workload", "messages/s", "of echo", "by CPU", "reply p50", "p95", "p99 ms", "told p50", "p99 ms",
            "server CPU s", "us each", "client CPU s", "others s", "RSS MB",
        ],
        rows.Select(row => new[]
        {
            row.Workload,
            $"{row.MessagesPerSecond:n0}",
            row.ShareOfEcho is { } share ? $"{share:p1}" : "",
            row.ShareOfEchoByCpu is { } byCpu ? $"{byCpu:p1}" : "",
            $"{row.ReplyMs.P50:f2}",
            $"{row.ReplyMs.P95:f2}",
            $"{row.ReplyMs.P99:f2}",
            row.NotificationMs is { } told ? $"{told.P50:f2}" : "",
            row.NotificationMs is { } late ? $"{late.P99:f2}" : "",
            $"{row.ServerCpuSeconds:f2}",
            $"{row.ServerCpuMicrosecondsPerMessage:f1}",
            $"{row.ClientCpuSeconds:f2}",
            $"{row.OtherCpuSeconds:f2}",
            $"{row.ServerRssBytes / 1048576.0:f0}",
        }));

    public static string Of(IReadOnlyList<IdleRow> rows) => Format(
        ["idle connections", "RSS before MB", "RSS after MB", "bytes each"],
        rows.Select(row => new[]
        {
            row.Workload,
            $"{row.RssBeforeBytes / 1048576.0:f1}",
            $"{row.RssAfterBytes / 1048576.0:f1}",
            $"{row.BytesEach:n0}",
        }));

    public static string Of(IReadOnlyList<StoredRow> rows) => Format(
        ["request", "engine", "few", "p50 ms", "p95", "p99 ms", "many", "p50 ms", "p95", "p99 ms", "ratio p50", "ratio p99", "disk read MB", "cold p50 ms", "p99 ms"],
        rows.Select(row => new[]
        {
            row.Question,
            row.Engine,
            $"{row.FewMessages:n0}",
            $"{row.Few.P50:f2}",
            $"{row.Few.P95:f2}",
            $"{row.Few.P99:f2}",
            $"{row.ManyMessages:n0}",
            $"{row.Many.P50:f2}",
            $"{row.Many.P95:f2}",
            $"{row.Many.P99:f2}",
            $"{row.Ratio:f2}",
            $"{row.RatioP99:f2}",
            $"{row.DiskReadMiB:f1}",
            $"{row.ManyCold?.P50:f2}",
            $"{row.ManyCold?.P99:f2}",
        }));

    private static string Format(string[] heads, IEnumerable<string[]> body)
    {
        var lines = body.Prepend(heads).ToList();
        var widths = heads.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            Append(text, line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])));
            if (line == heads) Append(text, widths.Select((width, column) => new string('-', width - 1) + (column == 0 ? "-" : ":")));
        }
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
