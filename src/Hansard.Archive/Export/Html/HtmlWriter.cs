using System.Buffers;

namespace Hansard.Archive.Export.Html;

/// <summary>
/// Writes a page. What people wrote goes through <see cref="Text"/> or into an attribute, and comes out as text in whatever place; tags are ours. Pages are
/// well-formed XML besides, so that a strict reader can show that nothing else got in.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    public HtmlWriter Begin(string title)
    {
        Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"").Text(PageStyle.Policy).Raw("\"/>\n");
        Raw("<meta name=\"referrer\" content=\"no-referrer\"/>\n<meta name=\"viewport\" content=\"width=device-width\"/>\n<meta name=\"robots\" content=\"noindex\"/>\n<title>").Text(title);
        return Raw("</title>\n<style>").Raw(PageStyle.Css).Raw("</style>\n</head>\n<body>\n");
    }

    public void End() => Raw("</body>\n</html>\n");

    /// <summary>Markup of ours.</summary>
    public HtmlWriter Raw(string markup)
    {
        output.Write(markup);
        return this;
    }

    public HtmlWriter Text(string text)
    {
        var rest = Printable.Of(text).AsSpan();
        while (rest.IndexOfAny(Special) is var at and >= 0)
        {
            output.Write(rest[..at]);
            output.Write(rest[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", _ => "&#39;" });
            rest = rest[(at + 1)..];
        }
        output.Write(rest);
        return this;
    }

    /// <summary>A name: whichever way it is written, what stands around it stays where it is.</summary>
    public HtmlWriter Name(string name) => Raw("<bdi>").Text(Printable.OneLine(name)).Raw("</bdi>");

    public HtmlWriter Time(long microseconds) =>
        Raw("<time datetime=\"").Text(Hansard.Record.Format.LineTimes.Rfc3339(microseconds)).Raw("\">").Text(Instant.Of(microseconds)).Raw("</time>");

    /// <summary>A link to a file of the export.</summary>
    /// <param name="parts">Of its path from this page.</param>
    public HtmlWriter Link(string text, bool keep, params ReadOnlySpan<string> parts)
    {
        Raw("<a href=\"");
        for (var part = 0; part < parts.Length; part++) Raw(part == 0 ? "" : "/").Text(Uri.EscapeDataString(parts[part]));
        return Raw(keep ? "\" download=\"\" rel=\"noreferrer\">" : "\">").Text(text).Raw("</a>");
    }
}
