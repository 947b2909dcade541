using System.Text;
using System.Text.Json;
using Hansard.Archive.Export;
using Xunit;

namespace Hansard.Archive.Tests.Export;

public sealed class CsvTests
{
    private const string ReadTables = """
        import csv, glob, json, sys
        rows = []
        for name in sorted(glob.glob(sys.argv[1] + '/messages-*.csv')):
            with open(name, encoding='utf-8-sig', newline='', errors='strict') as table:
                rows += list(csv.DictReader(table, strict=True))
        print(json.dumps(rows))
        """;

    [Fact]
    public async Task A_table_has_a_row_for_each_line_with_what_became_of_it()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Csv);

        var rows = await Read(record);
        Assert.Equal(20, rows.Count);
        var first = rows.Single(row => row["seq"] == "2");
        Assert.Equal(
            ("The budget is 5", "The budget is 50", "2024-02-28T23:00:03.000000Z", "Anna; Ben", "Budget & <Plans>"),
            (first["text"], first["changed_to"], first["changed_at"], first["members"], first["title"]));
        Assert.Contains("👍 by Cleo", first["notes"], StringComparison.Ordinal);
        Assert.DoesNotContain("🎉", first["notes"], StringComparison.Ordinal);
        var edit = rows.Single(row => row["kind"] == "edit");
        Assert.Equal(("The budget is 5", first["message_id"]), (edit["text_before"], edit["about"]));
        var regretted = rows.Single(row => row["text"] == "A word he regrets");
        Assert.Equal(("Ben", "2024-02-28T23:00:05.000000Z"), (regretted["deleted_by"], regretted["deleted_at"]));
        Assert.Equal("Anna; Ben; Cleo", rows.Single(row => row["file"] == "plan.png")["members"]);
        Assert.Equal("attachments/000000011-0-0_plan.png", rows.Single(row => row["file"] == "plan.png")["attachment"]);
        Assert.Equal("attachment-missing", rows.Single(row => row["file"] == "lost.pdf")["status"]);
        Assert.Contains("not the one that was recorded", rows.Single(row => row["file"] == "altered.txt")["notes"], StringComparison.Ordinal);
        var unopened = rows.Single(row => row["status"] == "undecryptable");
        Assert.Contains("there is no key for it", unopened["text"], StringComparison.Ordinal);
        Assert.Contains("Opened at last", unopened["notes"], StringComparison.Ordinal);
        Assert.Equal("Budget", rows.Single(row => row["text"] == "left")["title"]);
    }

    [Fact]
    public async Task Nothing_that_anybody_wrote_is_a_formula_and_all_of_it_can_be_had_back()
    {
        using TalkRecord record = new(Scenes.AllHostile);

        record.Export(ExportFormat.Csv);

        var rows = await Read(record);
        Assert.Equal(record.Talk.Lines.Count, rows.Count);
        foreach (var cell in rows.SelectMany(row => row.Values))
            Assert.False(cell.TrimStart(' ', '\u00a0', '\u200b', '\u202e').StartsWith(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), cell);
        var said = rows.Where(row => row["kind"] == "message").OrderBy(row => long.Parse(row["seq"])).Select(row => row["text"].StartsWith('\'') ? row["text"][1..] : row["text"]).ToArray();
        foreach (var (text, cell) in Scenes.Hostile.Zip(said).Where(pair => !pair.First.Any(character => char.IsControl(character) || character >= '\ufffe'))) Assert.Equal(text, cell);
        Assert.Contains("␀␁", string.Concat(said), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_begins_with_the_mark_by_which_spreadsheets_know_its_letters()
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(ExportFormat.Csv);
        Assert.Equal([.. Encoding.UTF8.GetPreamble(), (byte)'s', (byte)'e', (byte)'q'], TalkRecord.Files(record.Out())["messages-001.csv"].Take(6));
    }

    private static async Task<List<Dictionary<string, string>>> Read(TalkRecord record) =>
        JsonSerializer.Deserialize<List<Dictionary<string, string>>>(await Python.RunAsync(ReadTables, record.Out()))!;
}

internal static class Beginnings
{
    public static bool StartsWith(this string text, char[] any) => text.Length > 0 && any.Contains(text[0]);
}
