using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Hansard.Protocol.Tests.Document;

/// <summary><c>docs/messenger-protocol.md</c> as its readers see it: sections with tables, points and examples.</summary>
internal static partial class ProtocolDocument
{
    /// <summary>Every section, in order, headings of all levels.</summary>
    public static IReadOnlyList<DocumentSection> Sections { get; } = [.. Read(Path.Combine(Root(), "docs", "messenger-protocol.md"))];

    /// <summary>The sections about one type each: they have a table of fields, or say who asks or who is told.</summary>
    public static ILookup<string, DocumentSection> OfTypes { get; } = Sections
        .Where(section => section.Fields.Count > 0 || section.Point("Caller") is not null || section.Point("To") is not null)
        .ToLookup(section => section.Title);

    public static DocumentSection Section(string title) => Sections.Single(section => section.Title == title);

    /// <summary>The names in an entry of a table, which stand in backquotes.</summary>
    public static string[] Names(string cell) => [.. BackquotedName().Matches(cell).Select(match => match.Groups[1].Value)];

    /// <summary>A file of the checkout that these tests were compiled from.</summary>
    public static string Source(string relative) => File.ReadAllText(Path.Combine(Root(), relative));

    private static IEnumerable<DocumentSection> Read(string path)
    {
        string? title = null;
        List<string> lines = [];
        var isCode = false;
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isCode = !isCode;
            if (isCode || !line.StartsWith('#'))
            {
                lines.Add(line);
                continue;
            }
            if (title is not null) yield return new DocumentSection(title, lines);
            (title, lines) = (line.TrimStart('#').Trim(), []);
        }
        yield return new DocumentSection(title!, lines);
    }

    private static string Root([CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hansard.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no Hansard.slnx above {here}");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex BackquotedName();
}
