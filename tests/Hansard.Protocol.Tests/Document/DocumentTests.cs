using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Settings;

namespace Hansard.Protocol.Tests.Document;

/// <summary>The lists and numbers of the protocol document are those of the code, and its links lead somewhere.</summary>
public sealed partial class DocumentTests
{
    private static readonly Dictionary<string, Type> ContentRecords = typeof(ContentTypes).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(
        constant => (string)constant.GetRawConstantValue()!,
        constant => typeof(ContentTypes).Assembly.GetType($"{typeof(ContentTypes).Namespace}.{constant.Name}Content", throwOnError: true)!);

    [Fact]
    public void Every_link_leads_to_a_heading_and_no_two_headings_share_an_anchor()
    {
        var anchors = ProtocolDocument.Sections.Select(section => section.Anchor).ToList();

        Assert.Equal(anchors.Distinct(), anchors);
        Assert.Empty(ProtocolDocument.Sections.SelectMany(section => section.Links).Except(anchors));
    }

    [Fact]
    public void The_statuses_are_those_that_exist()
    {
        var statuses = StatusTests.ConstantsOf(typeof(Status)).ToList();

        Assert.Equal(statuses, FirstNames("Statuses", "Status", "Means", "Try again?"));
        Assert.Empty(ProtocolDocument.Sections.SelectMany(section => section.Refusals).Except(statuses.Except([Status.Ok])));
        var frames = ProtocolDocument.Section("Malformed frames").Table("Frame", "Answer", "Connection").SelectMany(row => ProtocolDocument.Names(row[1]));
        Assert.Empty(frames.Except(statuses));
    }

    [Fact]
    public void The_limits_are_the_constants_with_their_values()
    {
        var constants = typeof(Limits).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(
            field => JsonNamingPolicy.CamelCase.ConvertName(field.Name), field => Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture));
        var rows = ProtocolDocument.Section("Limits").Table("What", "At most", "Constant", "Setting");

        Assert.Equal(
            constants.OrderBy(limit => limit.Key, StringComparer.Ordinal).Select(limit => $"{limit.Key} {limit.Value}"),
            rows.Select(row => $"{row[2].Trim('`')} {Amount(row[1])}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_facts_are_those_of_the_journal_with_their_fields()
    {
        var facts = from record in typeof(IFactBody).Assembly.GetTypes()
                    where record.IsClass && record.IsAssignableTo(typeof(IFactBody))
                    select $"{record.GetProperty("Kind")!.GetValue(null)} {string.Join(' ', WireFields.NamesOf(record))}".TrimEnd();
        var documented = ProtocolDocument.Section("Facts").Table("`kind`", "`body`")
            .Select(row => string.Join(' ', ProtocolDocument.Names(row[0]).Concat(ProtocolDocument.Names(row[1]))));

        Assert.Equal(facts.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        var reasons = ProtocolDocument.Section("Facts").Lines.Single(line => line.StartsWith("A key's `reason`", StringComparison.Ordinal));
        Assert.Equal(StatusTests.ConstantsOf(typeof(ClosingReasons)), ProtocolDocument.Names(reasons).Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_events_and_the_modes_of_recording_are_those_that_exist()
    {
        Assert.Equal(StatusTests.ConstantsOf(typeof(EventTypes)), FirstNames("Events", "`eventType`", "When", "`eventUserId`"));
        var modes = ProtocolDocument.Section("RecordingView").Fields.Single(field => field[0] == "`recording`")[2];
        Assert.Equal(StatusTests.ConstantsOf(typeof(RecordingModes)), ProtocolDocument.Names(modes).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_types_of_content_are_those_that_exist_with_their_fields()
    {
        var contents = ContentRecords.Select(content => Line(content.Key, WireFields.NamesOf(content.Value)));
        var documented = from row in ProtocolDocument.Section("Bodies").Table("`messageType`", "`content`", "")
                         select Line(row[0].Trim('`'), ProtocolDocument.Names(row[1]));

        Assert.Equal(contents.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_objects_inside_of_content_have_their_fields()
    {
        var objects = WireFields.Inside(ContentRecords.Values).Select(record => string.Join(' ', WireFields.NamesOf(record)));
        var documented = ProtocolDocument.Section("Bodies").Table("Inside", "Is, or is a list of").Select(row => string.Join(' ', ProtocolDocument.Names(row[1])));

        Assert.Equal(objects.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static string Line(string type, IEnumerable<string> fields) => $"{type}: {string.Join(' ', fields.Order(StringComparer.Ordinal))}";

    private static IEnumerable<string> FirstNames(string title, params string[] head) =>
        ProtocolDocument.Section(title).Table(head).SelectMany(row => ProtocolDocument.Names(row[0])).Order(StringComparer.Ordinal);

    /// <summary>The number of a cell such as <c>256 KiB</c>, <c>5,000 a day</c> or <c>once in 1,000 milliseconds</c>.</summary>
    private static long Amount(string cell)
    {
        var amount = Number().Match(cell);
        Assert.True(amount.Success, cell);
        var factor = amount.Groups["unit"].Value switch { "KiB" => 1L << 10, "MiB" => 1L << 20, "GiB" => 1L << 30, _ => 1 };
        return long.Parse(amount.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) * factor;
    }

    [GeneratedRegex(@"(?<number>\d[\d,]*)( (?<unit>[KMG]iB))?")]
    private static partial Regex Number();
}
