using Hansard.Cli.Terminal;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Spectre.Console;

namespace Hansard.Cli.Demo;

/// <summary>The record for people: how much of each kind, and how it reads.</summary>
internal static class RecordTable
{
    /// <summary>How many lines of the record are shown, the first half from its beginning.</summary>
    private const int Excerpt = 24;

    /// <summary>How many messages of each content type have a line.</summary>
    public static Columns Kinds(string network, IReadOnlyList<Said> said, IReadOnlyList<RecordLine> record)
    {
        var recorded = record.Select(line => line.MessageId).ToHashSet();
        return new Columns(
            from kind in said.GroupBy(message => message.MessageType)
            orderby kind.Count() descending, kind.Key
            select new Markup($"{kind.Key} [green]{kind.Count(message => recorded.Contains(Comparison.IdOf(network, message)))}[/][grey]/{kind.Count()}[/]"))
        {
            Expand = false,
        };
    }

    public static Table Lines(IReadOnlyList<RecordLine> record, IReadOnlyList<Person> people)
    {
        var names = people.ToDictionary(person => person.UserId.Value, person => person.Name);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Fact", "Time", "Type", "Sender", "Recorded");
        table.Columns[0].RightAligned();
        foreach (var line in record.Take(Excerpt / 2)) Add(table, line, names);
        if (record.Count > Excerpt) table.AddRow("[grey]…[/]", "", "", "", $"[grey]{record.Count - Excerpt} more[/]");
        foreach (var line in record.Skip(Math.Max(Excerpt / 2, record.Count - Excerpt / 2))) Add(table, line, names);
        return table;
    }

    private static void Add(Table table, RecordLine line, IReadOnlyDictionary<string, string> names)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(line.TimestampMicroseconds / 1_000);
        table.AddRow(
            new Text($"{line.Hansard!.Position.Seq}"), new Text($"{time:HH:mm:ss}"), new Text($"{line.MessageType}"),
            new Text(names.GetValueOrDefault(line.Sender, line.Sender)), new Text(Says(line)).Ellipsis());
    }

    private static string Says(RecordLine line)
    {
        if (line["message"] is { } text) return text.Parse().GetString()!.ReplaceLineEndings(" ");
        if (line.Hansard!["content"] is { } kept && ContentJson.Read(kept.Utf8.Span) is { Succeeded: true } content) return Wording.Of(content.Value);
        return line.Hansard["fact"] is { } fact && fact.Parse().TryGetProperty("kind", out var kind) ? $"({kind.GetString()})" : "";
    }
}
