using System.Globalization;
using System.Text;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export.Html;

/// <summary>The list of an export's conversations, with links to their pages.</summary>
internal static class HtmlIndex
{
    private const string Name = "index.html";

    public static WrittenFile Write(ExportLayout layout, ExportState state)
    {
        using var file = HashedFile.Create(layout.Folder, Name);
        using (var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 15, leaveOpen: true))
        {
            HtmlWriter html = new(text);
            html.Begin("Export of a record");
            html.Raw("<h1>Export of a record</h1>\n<p class=\"facts\">").Text(state.Header.Origin)
                .Text(string.Create(CultureInfo.InvariantCulture, $"; {state.Counts.Lines} lines of {state.Header.Size}, {state.Conversations.Count} conversations")).Raw("</p>\n");
            html.Raw("<table>\n<tr><th>Conversation</th><th>From</th><th>To</th><th>Lines</th></tr>\n");
            foreach (var conversation in Conversations(state)) Row(html, conversation);
            html.Raw("</table>\n");
            html.End();
        }
        return file.Finish();
    }

    /// <summary>The pages of each conversation as one.</summary>
    private static IEnumerable<PageNote> Conversations(ExportState state)
    {
        PageNote? sum = null;
        foreach (var page in state.Parts().Select(part => part.Page).OfType<PageNote>())
        {
            if (sum is not null && sum.Conversation == page.Conversation)
            {
                sum = page with { First = Math.Min(sum.First, page.First), Last = Math.Max(sum.Last, page.Last), Lines = sum.Lines + page.Lines };
                continue;
            }
            if (sum is not null) yield return sum;
            sum = page;
        }
        if (sum is not null) yield return sum;
    }

    private static void Row(HtmlWriter html, PageNote conversation)
    {
        html.Raw("<tr><td>").Link(HtmlRendering.HeadingOf(conversation.Title, conversation.Conversation), keep: false, "pages", HtmlRendering.PageName(conversation.Conversation, 1));
        html.Raw("</td><td>").Time(conversation.First).Raw("</td><td>").Time(conversation.Last).Raw("</td><td>");
        html.Raw(conversation.Lines.ToString(CultureInfo.InvariantCulture)).Raw("</td></tr>\n");
    }
}
