using System.Globalization;

namespace Hansard.Archive.Export.Html;

/// <summary>One line on a page.</summary>
internal static class HtmlItem
{
    public static void Write(HtmlWriter html, ExportItem item)
    {
        var line = item.Line;
        html.Raw("<article class=\"").Raw(ClassOf(item)).Raw("\" id=\"").Raw(IdOf(line)).Raw("\"><header><b>");
        html.Name(line.Kind == LineKind.Removed ? "A line" : line.Sender).Raw("</b>");
        if (line.Kind != LineKind.Removed) html.Time(line.Timestamp);
        html.Raw("<span class=\"seq\">").Raw(string.Create(CultureInfo.InvariantCulture, $"seq {line.Position.Seq}")).Raw("</span></header>\n");
        Say(html, line);
        if (item.Deletion is { } deletion)
            html.Raw("<p class=\"note\"><span class=\"mark\">").Text(deletion.IsRecall ? "Taken back" : "Deleted").Raw("</span> by ").Name(deletion.Sender).Raw(" ").Time(deletion.Timestamp).Raw("</p>\n");
        foreach (var edit in item.Edits) Changed(html, edit);
        if (item.Attachment is { } copy)
            html.Raw("<p class=\"note\">File ").Link(line.File!.Name.Length > 0 ? Printable.OneLine(line.File.Name) : copy.Name, keep: true, "..", "attachments", copy.Name)
                .Text(string.Create(CultureInfo.InvariantCulture, $", {copy.Bytes} bytes, SHA-256 {line.File.Sha256}")).Raw("</p>\n");
        foreach (var note in ItemNotes.Of(item).Where(note => note.Kind is NoteKind.Missing or NoteKind.Completed or NoteKind.Reacted))
            html.Raw(note.Kind == NoteKind.Missing ? "<p class=\"note mark\">" : "<p class=\"note\">").Text(note.Text).Raw("</p>\n");
        html.Raw("</article>\n");
    }

    private static void Say(HtmlWriter html, ShownLine line)
    {
        if (line.Kind == LineKind.Edited)
        {
            html.Raw("<p class=\"text\">changed a message");
            Texts(html, line);
            html.Raw("</p>\n");
        }
        else if (line.Text.Length > 0)
        {
            html.Raw("<p class=\"text\" dir=\"auto\">").Text(line.Text).Raw("</p>\n");
        }
    }

    private static void Changed(HtmlWriter html, ShownLine edit)
    {
        html.Raw("<p class=\"note\"><span class=\"mark\">Changed</span> by ").Name(edit.Sender).Raw(" ").Time(edit.Timestamp);
        Texts(html, edit);
        html.Raw("</p>\n");
    }

    private static void Texts(HtmlWriter html, ShownLine edit)
    {
        if (edit.Previous is { } previous) html.Raw(": <del>").Text(previous).Raw("</del>");
        html.Raw(" <ins>").Text(edit.Replacement ?? "").Raw("</ins>");
    }

    private static string ClassOf(ExportItem item) =>
        item.Deletion is not null || item.Line.Kind == LineKind.Removed ? "gone"
        : item.Line.IsUndecryptable || item.LacksAttachment ? "lacking"
        : item.Line.Kind is LineKind.Said or LineKind.File ? "said" : "did";

    private static string IdOf(ShownLine line) => string.Create(CultureInfo.InvariantCulture, $"l{line.Position.Seq}-{line.Position.Part}-{line.Position.Revision}");
}
