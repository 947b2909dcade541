using System.CommandLine;
using System.Text.Json;
using Hansard.Archive.Audit;
using Hansard.Cli.Output;
using Hansard.Cli.Terminal;
using Hansard.Protocol;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary>One entry of an audit log.</summary>
/// <param name="Details">What was asked for, by the option's name.</param>
internal sealed record AuditLine(long Seq, string Ts, string By, string Kind, JsonElement Details);

/// <summary><c>hansard record audit</c>: who looked at a record, and what he asked for. Looking here is noted too.</summary>
internal static class AuditCommand
{
    private const int UsualEntries = 50;

    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Option<int> Limit = Values.Number("--limit", 1, 1_000_000, UsualEntries, "The newest entries that are shown.");
    private static readonly Option<string?> Kind = new("--kind") { Description = "Only entries of this kind: search, export, prove, audit, policy-set, policy-withdrawn, hold-placed, release-asked, officer-added, officer-removed, agreed, stopped, removal-ordered, removal-done.", HelpName = "KIND" };

    public static Command Create() => new Command("audit", "Show who searched, exported or proved what, and who decided what leaves the record. Whether it is whole, verify says.")
    {
        Folder, Limit, Kind,
    }.WithPlaces().Does((arguments, screen, cancel) => Task.FromResult(Show(arguments, screen, cancel)));

    private static int Show(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var layout = RecordPlace.Find(arguments, Folder);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        if (RecordAudit.Note(layout.Value, AuditKinds.Audit, arguments, screen) is { } refused) return screen.Refuse(refused);
        if (!Directory.Exists(layout.Value.Audit.MessagesFolder)) return screen.Refuse(Failure.NotFound("This copy of a record has no audit log with it."));
        var (kind, limit) = (arguments.GetValue(Kind), arguments.GetValue(Limit));
        Queue<AuditLine> newest = [];
        foreach (var line in RecordReader.Lines(layout.Value.Audit))
        {
            cancel.ThrowIfCancellationRequested();
            if (Read(line) is not { } entry || (kind is not null && entry.Kind != kind)) continue;
            if (newest.Count == limit) newest.Dequeue();
            newest.Enqueue(entry);
        }
        foreach (var entry in newest) screen.Show(entry, CliJson.Lines.AuditLine, _ => screen.TellPlain(Text(entry)));
        return ExitCode.Done;
    }

    /// <summary>Null for a line that is no entry, which verify would say.</summary>
    private static AuditLine? Read(RecordLine line) => line.Hansard is { } hansard && hansard["fact"]?.Parse() is { ValueKind: JsonValueKind.Object } fact
        && fact.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && fact.TryGetProperty("body", out var body)
        ? new AuditLine(hansard.Position.Seq, LineTimes.Rfc3339(line.TimestampMicroseconds), line.Sender, kind.GetString()!, body)
        : null;

    private static string Text(AuditLine entry)
    {
        var details = entry.Details.ValueKind == JsonValueKind.Object
            ? string.Join("  ", entry.Details.EnumerateObject().Select(detail => $"{detail.Name}={Value(detail.Value)}"))
            : "";
        return $"{entry.Seq}  {entry.Ts}  {Plain.Line(entry.By)}  {Plain.Line(entry.Kind)}  {Plain.Line(details)}".TrimEnd();
    }

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.Array ? string.Join(",", value.EnumerateArray().Select(one => one.ToString())) : value.ToString();
}
