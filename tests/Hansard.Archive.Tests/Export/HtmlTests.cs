using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Hansard.Archive.Export;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>Pages are well-formed XML, so a strict reader shows what is in them: only elements of ours, whatever people wrote.</summary>
public sealed class HtmlTests
{
    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = true, XmlResolver = null };

    private static readonly string[] Ours =
        ["a", "article", "b", "bdi", "body", "br", "del", "h1", "h2", "head", "header", "html", "ins", "meta", "nav", "p", "span", "style", "table", "td", "th", "time", "title", "tr"];

    private static readonly string[] Attributes = ["charset", "class", "content", "datetime", "dir", "download", "href", "http-equiv", "id", "lang", "name", "rel"];

    [Fact]
    public void Whatever_people_write_is_text_on_the_page_and_nothing_else()
    {
        using TalkRecord record = new(Scenes.AllHostile);

        record.Export(ExportFormat.Html);

        foreach (var (name, page) in Pages(record))
        {
            Assert.All(page.Descendants(), element => Assert.Contains(element.Name.LocalName, Ours));
            Assert.All(page.Descendants().Attributes(), attribute => Assert.Contains(attribute.Name.LocalName, Attributes));
            // Every link leads to a file of the export.
            Assert.All(page.Descendants("a"), link => Assert.True(File.Exists(Path.GetFullPath(Path.Combine(record.Out(), Path.GetDirectoryName(name)!, Uri.UnescapeDataString(link.Attribute("href")!.Value)))), link.ToString()));
            Assert.Equal(page.Descendants("article").Count(), page.Descendants("article").Select(article => article.Attribute("id")!.Value).Distinct().Count());
        }
        var texts = Pages(record).SelectMany(page => page.Value.Descendants("p")).Where(text => text.Attribute("class")!.Value == "text").Select(text => text.Value).ToHashSet();
        foreach (var text in Scenes.Hostile.Where(text => text.Length > 0 && !text.Any(character => (char.IsControl(character) && character is not ('\n' or '\t')) || character >= '\ufffe')))
            Assert.Contains(text, texts);
    }

    [Fact]
    public void A_page_may_do_nothing_but_look_as_it_does()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Html);

        foreach (var page in Pages(record).Values)
        {
            var policy = page.Descendants("meta").Single(meta => meta.Attribute("http-equiv")?.Value == "Content-Security-Policy");
            var style = page.Descendants("style").Single().Value;
            Assert.Equal($"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'none'", policy.Attribute("content")!.Value);
            // It stands before anything that it could forbid.
            Assert.True(policy.ElementsBeforeSelf().All(before => before.Attribute("charset") is not null));
            Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Edits_show_both_texts_and_deletions_are_marked()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Html);

        var room = Pages(record)["pages/00001.html"];
        var first = room.Descendants("article").Single(article => article.Attribute("id")!.Value == "l2-0-0");
        Assert.Equal("The budget is 5", first.Elements("p").First().Value);
        Assert.Equal(("The budget is 5", "The budget is 50"), (first.Descendants("del").Single().Value, first.Descendants("ins").Single().Value));
        var gone = room.Descendants("article").Single(article => article.Attribute("class")!.Value == "gone");
        Assert.Contains("A word he regrets", gone.Value, StringComparison.Ordinal);
        Assert.Contains("Taken back by Ben", gone.Value, StringComparison.Ordinal);
        Assert.Equal(3, room.Descendants("article").Count(article => article.Attribute("class")!.Value == "lacking"));
        Assert.Equal(["2024-02-28", "2024-02-29"], room.Descendants("h2").Select(day => day.Value));
    }

    [Fact]
    public void A_long_conversation_has_several_pages_that_lead_to_each_other()
    {
        using TalkRecord record = new(talk =>
        {
            for (var line = 0; line < 4_500; line++) talk.Say("c", "Anna", $"line {line}");
        });

        record.Export(ExportFormat.Html);

        var pages = Pages(record);
        Assert.Equal(["index.html", "pages/00001-2.html", "pages/00001-3.html", "pages/00001.html"], pages.Keys);
        Assert.Equal(4_500, pages.Values.Sum(page => page.Descendants("article").Count()));
        Assert.Equal(["../index.html", "00001.html", "00001-3.html"], pages["pages/00001-2.html"].Descendants("nav").First().Elements("a").Select(link => link.Attribute("href")!.Value));
        Assert.Equal("4500", pages["index.html"].Descendants("td").Last().Value);
    }

    private static SortedDictionary<string, XDocument> Pages(TalkRecord record)
    {
        SortedDictionary<string, XDocument> pages = new(StringComparer.Ordinal);
        foreach (var (name, bytes) in TalkRecord.Files(record.Out()).Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)))
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), Strict);
            pages.Add(name, XDocument.Load(reader, LoadOptions.PreserveWhitespace));
        }
        return pages;
    }
}
