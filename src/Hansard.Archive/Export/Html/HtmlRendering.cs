using System.Globalization;
using System.Text;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export.Html;

/// <summary>Pages to read and print: one for each conversation, several where it is long, and a list of them.</summary>
internal sealed class HtmlRendering(ExportLayout layout) : FilesRendering
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What a browser shows at once without effort.</summary>
    public override ChunkLimits Limits => new(ByDay: false, Lines: 2_000, Bytes: 4 << 20, AttachmentBytes: long.MaxValue);

    protected override WrittenFile Write(Chunk chunk)
    {
        using var file = HashedFile.Create(layout.Folder, $"pages/{PageName(chunk.Conversation, chunk.Number)}");
        using (var text = new StreamWriter(file, Utf8, 1 << 15, leaveOpen: true)) WritePage(new HtmlWriter(text), chunk);
        return file.Finish();
    }

    public static string PageName(int conversation, int number) =>
        number == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{conversation + 1:D5}.html")
        : string.Create(CultureInfo.InvariantCulture, $"{conversation + 1:D5}-{number}.html");

    public static string HeadingOf(string title, int conversation) => title.Length > 0 ? title : string.Create(CultureInfo.InvariantCulture, $"Conversation {conversation + 1}");

    private static void WritePage(HtmlWriter html, Chunk chunk)
    {
        var first = chunk.First;
        html.Begin(HeadingOf(chunk.Title, chunk.Conversation));
        Navigate(html, chunk);
        html.Raw("<h1>").Name(HeadingOf(chunk.Title, chunk.Conversation)).Raw("</h1>\n");
        html.Raw("<p class=\"facts\">").Text(first.Line.Group).Raw("<br/>");
        if (first.Room.Members.Count > 0)
        {
            html.Text("At the first line: ");
            for (var member = 0; member < first.Room.Members.Count; member++) html.Raw(member == 0 ? "" : ", ").Name(first.Room.Members[member]);
        }
        html.Raw("</p>\n");
        var day = long.MinValue;
        foreach (var item in chunk.Items)
        {
            if (item.Line.Kind != LineKind.Removed && item.Line.Timestamp / MicrosecondsPerDay is var today && today != day)
            {
                day = today;
                html.Raw("<h2>").Text(Instant.Day((int)day)).Raw("</h2>\n");
            }
            HtmlItem.Write(html, item);
        }
        Navigate(html, chunk);
        html.End();
    }

    private static void Navigate(HtmlWriter html, Chunk chunk)
    {
        html.Raw("<nav>").Link("All conversations", keep: false, "..", "index.html");
        if (chunk.Number > 1) html.Link("Earlier", keep: false, PageName(chunk.Conversation, chunk.Number - 1));
        if (!chunk.EndsConversation) html.Link("Later", keep: false, PageName(chunk.Conversation, chunk.Number + 1));
        html.Raw("</nav>\n");
    }
}
