using System.Text.RegularExpressions;

namespace Hansard.Protocol.Tests.Document;

/// <summary>What stands between one heading and the next.</summary>
internal sealed partial record DocumentSection(string Title, IReadOnlyList<string> Lines)
{
    /// <summary>The anchor that GitHub gives to the heading.</summary>
    public string Anchor => NoPartOfAnAnchor().Replace(Title.ToLowerInvariant(), "").Replace(' ', '-');

    public IEnumerable<string> Links => Lines.SelectMany(line => Link().Matches(line)).Select(match => match.Groups[1].Value);

    /// <summary>Name, type and meaning of each field.</summary>
    public IReadOnlyList<string[]> Fields => Table("Field", "Type", "");

    /// <summary>The statuses with which the section says that it may be refused.</summary>
    public IEnumerable<string> Refusals => Table("Refused", "When").SelectMany(row => ProtocolDocument.Names(row[0]));

    /// <summary>The JSON of the section's example; null where it has none.</summary>
    public string? Example
    {
        get
        {
            var json = Lines.SkipWhile(line => line != "```json").Skip(1).TakeWhile(line => line != "```").ToList();
            return json.Count == 0 ? null : string.Join('\n', json);
        }
    }

    /// <summary>What follows <c>- **name**</c> and an optional colon; null where there is no such point.</summary>
    public string? Point(string name)
    {
        var start = $"- **{name}**";
        return Lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..].TrimStart(':', ' ');
    }

    /// <summary>The rows under this head; none where the section has no such table.</summary>
    public IReadOnlyList<string[]> Table(params string[] head) =>
        [.. Lines.SkipWhile(line => !Cells(line).SequenceEqual(head)).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];

    private static string[] Cells(string line) =>
        line is ['|', .. var cells, '|'] ? [.. cells.Split('|').Select(cell => cell.Trim())] : [];

    [GeneratedRegex(@"\]\(#([^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoPartOfAnAnchor();
}
