using System.Globalization;
using Hansard.Archive.Search;
using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>A selection as it stands in a manifest: what was asked for, and nothing that was not. Equal selections have equal texts.</summary>
public static class SelectionJson
{
    public static string Of(Selection selection) => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        if (selection.Before is { } before) writer.Member("before", LineTimes.Rfc3339(before));
        Names(writer, "conversations", selection.Conversations);
        if (selection.From is { } from) writer.Member("from", LineTimes.Rfc3339(from));
        Names(writer, "members", selection.Members);
        Names(writer, "participants", selection.Participants);
        Names(writer, "senders", selection.Senders);
        Names(writer, "statuses", selection.Statuses);
        if (selection.Substring is { } substring) writer.Member("substring", substring);
        Names(writer, "types", [.. selection.Types.Select(type => type.ToString(CultureInfo.InvariantCulture))]);
        if (selection.Words is { } words) writer.Member("words", words.Text);
        writer.EndObject();
    }).ToString();

    private static void Names(CanonicalWriter writer, string key, IReadOnlyList<string> names)
    {
        if (names.Count > 0) writer.Member(key, names.Order(StringComparer.Ordinal));
    }
}
