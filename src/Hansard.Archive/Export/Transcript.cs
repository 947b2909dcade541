using System.Globalization;
using System.Text;

namespace Hansard.Archive.Export;

/// <summary>Lines as plain text, for mails. Pure.</summary>
internal static class Transcript
{
    private const string Indent = "    ";

    public static string Of(Chunk chunk)
    {
        var text = new StringBuilder();
        var first = chunk.First;
        var title = Printable.OneLine(first.Room.Title);
        if (title.Length > 0) text.Append(title).Append('\n');
        text.Append("Conversation ").Append(Printable.OneLine(first.Line.Group)).Append('\n');
        if (first.Room.Members.Count > 0) text.Append("Members at the first line: ").Append(Printable.OneLine(string.Join(", ", first.Room.Members))).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{chunk.Items.Count} lines, facts {first.Line.Position.Seq} to {chunk.Items[^1].Line.Position.Seq} of the journal\n\n");
        foreach (var item in chunk.Items) Write(text, item);
        return text.ToString();
    }

    private static void Write(StringBuilder text, ExportItem item)
    {
        var line = item.Line;
        text.Append('[').Append(line.Kind == LineKind.Removed ? "removed" : Instant.Of(line.Timestamp)).Append("] ");
        text.Append(Printable.OneLine(line.Kind == LineKind.Removed ? "A line" : line.Sender));
        // What somebody said stands behind a colon, what he did does not.
        text.Append(line is { Kind: LineKind.Said or LineKind.File, IsUndecryptable: false } ? ": " : " ");
        Append(text, line.Text);
        text.Append('\n');
        foreach (var note in ItemNotes.Of(item))
        {
            text.Append(Indent).Append('(');
            Append(text, note.Text);
            text.Append(")\n");
        }
    }

    /// <summary>Whatever stands on further lines is indented: no message can look like another one's beginning.</summary>
    private static void Append(StringBuilder text, string words) => text.Append(Printable.Of(words).Replace("\n", "\n" + Indent, StringComparison.Ordinal));
}
