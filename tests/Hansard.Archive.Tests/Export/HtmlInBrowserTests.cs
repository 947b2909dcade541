using System.Text;
using Hansard.Archive.Export;
using Hansard.Archive.Tests.Export.Browser;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>Pages as a browser shows them, with everything in them that somebody might write to have it do something else.</summary>
public sealed class HtmlInBrowserTests
{
    private const string Script = "<script>window.ran=1;alert(1)</script>";

    /// <summary>What only a browser takes for more than text.</summary>
    private static readonly string[] Alive =
    [
        .. Scenes.Hostile, Script, "<svg onload=\"window.ran=1;alert(1)\">", "<svg><script href=data:,window.ran=1>", "<iframe srcdoc=\"<script>parent.ran=1</script>\">", "<body onload=window.ran=1>",
        "<img src=x onerror=window.ran=1>", "<img src=//evil.example/x.png>", "<link rel=stylesheet href=//evil.example/x.css>", "<base href=//evil.example/>", "<form action=//evil.example><input autofocus onfocus=window.ran=1>",
        "<meta http-equiv=refresh content=\"0;url=javascript:window.ran=1\">", "<a href=\"javascript:window.ran=1\">x</a>", "<math><mtext><table><mglyph><style><img src=x onerror=window.ran=1>", "<template><script>window.ran=1</script></template>",
        "{{constructor.constructor('window.ran=1')()}}", "${window.ran=1}", "</p></article></body></html><script>window.ran=1</script>", "--><script>window.ran=1</script>", "\" autofocus onfocus=\"window.ran=1",
        "' onmouseover='window.ran=1", "`onerror=window.ran=1", "\u2066\u202e\u2067<script>\u2069", "</textarea></noscript></title></style><script>window.ran=1</script>", "data:text/html,<script>parent.ran=1</script>",
    ];

    /// <summary>By which a browser tells what to do with a file.</summary>
    private static readonly string[] Extensions =
    [
        "html", "htm", "shtml", "shtm", "ehtml", "xhtml", "xht", "xhtm", "svg", "svgz", "xml", "xsl", "xslt", "xbl", "rdf", "rss", "atom", "mml", "mathml", "mht", "mhtml", "js", "mjs", "wasm", "css", "json", "txt", "pdf",
        "xsd", "wsdl", "rng", "kml", "opml", "eml", "plist", "md",
        "html_", "html.", "html ", "HTML", "unknown", "",
    ];

    [Fact]
    public async Task Nothing_that_anybody_wrote_or_called_himself_is_more_than_text_in_a_browser()
    {
        using TalkRecord record = new(Talk);
        record.Export(ExportFormat.Html);
        var pages = TalkRecord.Files(record.Out()).Keys.Where(name => name.EndsWith(".html", StringComparison.Ordinal)).ToArray();
        Assert.Equal(4, pages.Length);
        var root = new Uri(record.Out() + "/").AbsoluteUri;
        await using var browser = await Chromium.StartAsync();
        var page = await browser.OpenAsync();
        HashSet<string> shown = [], names = [];
        foreach (var name in pages)
        {
            var file = Path.Combine(record.Out(), name);

            var visit = await page.VisitAsync(file);

            Assert.True(visit.IsShown);
            Assert.Empty(visit.Scripts);
            Assert.Empty(visit.Dialogs);
            Assert.Empty(visit.Complaints);
            Assert.Equal([new Uri(file).AbsoluteUri], visit.Requests);
            Assert.True(await page.ReadAsync<bool>("window.ran === undefined && frames.length === 0 && document.scripts.length === 0 && document.forms.length === 0"));
            // Links lead to pages and attachments of the export, whatever the files were called.
            Assert.All(await page.ReadAsync<string[]>("[...document.links].map(link => link.href)"), link => Assert.StartsWith(root, link, StringComparison.Ordinal));
            Assert.Equal(await page.ReadAsync<int>("document.links.length"), await page.ReadAsync<int>("document.querySelectorAll('a').length"));
            // What is written there can be seen: nothing is hidden, and every line says when.
            Assert.True(await page.ReadAsync<bool>("[...document.querySelectorAll('article')].every(line => line.offsetHeight > 10 && line.offsetWidth > 100 && Date.parse(line.querySelector('time').dateTime) > 0)"));
            Assert.NotEqual("", await page.ReadAsync<string>("document.title"));
            shown.UnionWith(await page.ReadAsync<string[]>("[...document.querySelectorAll('p.text')].map(text => text.textContent)"));
            names.UnionWith(await page.ReadAsync<string[]>("[...document.querySelectorAll('article header b')].map(name => name.textContent)"));
        }
        foreach (var text in Alive.Where(IsPlain)) Assert.Contains(text, shown);
        foreach (var name in Alive.Where(IsPlain).Where(name => !name.Contains('\n', StringComparison.Ordinal) && name.Length is > 0 and < 200)) Assert.Contains(name.Replace('\t', ' '), names);
    }

    [Fact]
    public async Task No_attachment_that_is_opened_in_a_browser_runs()
    {
        byte[][] contents =
        [
            Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><body onload=\"window.ran=1;alert(1)\">{Script}</body></html>"),
            Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><x><script xmlns=\"http://www.w3.org/1999/xhtml\">window.ran=1;alert(1)</script></x>"),
        ];
        using TalkRecord record = new(talk =>
        {
            foreach (var extension in Extensions)
                foreach (var content in contents) talk.Sent("c", "Mallory", $"page.{extension}", "text/html", content);
        });
        record.Export(ExportFormat.Html);
        var attachments = TalkRecord.Files(record.Out()).Keys.Where(name => name.StartsWith("attachments/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Extensions.Length * contents.Length, attachments.Length);
        await using var browser = await Chromium.StartAsync();
        List<string> ran = [];
        foreach (var name in attachments)
        {
            var visit = await (await browser.OpenAsync()).VisitAsync(Path.Combine(record.Out(), name));
            if (visit.Dialogs.Count > 0 || visit.Scripts.Count > 0) ran.Add(name);
        }
        Assert.True(ran.Count == 0, string.Join(' ', ran));
    }

    /// <summary>What the other tests look for is seen where it happens.</summary>
    [Fact]
    public async Task A_page_that_does_more_is_noticed()
    {
        var folder = Directory.CreateTempSubdirectory("hansard-alive-");
        var file = Path.Combine(folder.FullName, "alive.html");
        await File.WriteAllTextAsync(file, $"<title>t</title>{Script}<img src=\"gone.png\" onerror=\"window.failed=1\">", TestContext.Current.CancellationToken);
        var forbidden = Path.Combine(folder.FullName, "forbidden.html");
        await File.WriteAllTextAsync(forbidden, $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><title>t</title>{Script}", TestContext.Current.CancellationToken);
        await using (var browser = await Chromium.StartAsync())
        {
            var page = await browser.OpenAsync();

            var visit = await page.VisitAsync(file);
            Assert.Equal("1", Assert.Single(visit.Dialogs));
            Assert.NotEmpty(visit.Scripts);
            Assert.Equal([new Uri(file).AbsoluteUri, new Uri(Path.Combine(folder.FullName, "gone.png")).AbsoluteUri], visit.Requests);
            Assert.Equal(1, await page.ReadAsync<int>("window.ran"));

            var stopped = await page.VisitAsync(forbidden);
            Assert.Empty(stopped.Dialogs);
            Assert.Contains(stopped.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
        }
        folder.Delete(recursive: true);
    }

    private static void Talk(Talk talk)
    {
        foreach (var (text, number) in Alive.Select((text, number) => (text, number)))
        {
            var conversation = $"c{number % 3}";
            var name = text.Length > 200 ? text[..200] : text;
            if (number >= Alive.Length - 3) talk.Renamed(conversation, "Anna", name, "Anna", "Ben", name);
            var said = talk.Say(conversation, name.Length > 0 ? name : "Anna", text);
            talk.Edited(conversation, name.Length > 0 ? name : "Anna", said, text, text + "!");
            talk.Reacted(conversation, "Ben", said, text.Length > 0 ? text : "x");
            talk.Sent(conversation, "Ben", name, name, Encoding.UTF8.GetBytes($"file {number}"));
        }
    }

    /// <summary>Shown as it was written; control characters and what is none have their pictures.</summary>
    private static bool IsPlain(string text) => text.Length > 0 && !text.Any(character => (char.IsControl(character) && character is not ('\n' or '\t')) || character >= '\ufffe');
}
