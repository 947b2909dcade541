using System.Diagnostics;
using System.Text.Json.Nodes;
using Hansard.Archive.Tests.Copy;
using Xunit;

namespace Hansard.Archive.Tests.Export.Browser;

/// <summary>Debian's browser without a window, spoken to in its own protocol (Chrome DevTools).</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Announcement = "DevTools listening on ";

    private readonly Process process;
    private readonly DirectoryInfo home;
    private readonly DevTools tools;

    private Chromium(Process process, DirectoryInfo home, DevTools tools) => (this.process, this.home, this.tools) = (process, home, tools);

    public static async Task<Chromium> StartAsync()
    {
        var home = Directory.CreateTempSubdirectory("hansard-browser-");
        var process = Process.Start(new ProcessStartInfo("chromium",
            [
                "--headless=new", "--remote-debugging-port=0", $"--user-data-dir={home.FullName}", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage",
                "--disable-extensions", "--disable-background-networking", "--disable-component-update",
                // Its own walls need rights that containers do not give; what the pages hold is of our making here.
                "--no-sandbox", "about:blank",
            ])
        {
            RedirectStandardError = true,
            Environment = { ["HOME"] = home.FullName },
        })!;
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(Patience.Token) is { } line)
        {
            said.Add(line);
            if (!line.StartsWith(Announcement, StringComparison.Ordinal)) continue;
            // What it says from now on must be read, or it stands still.
            _ = process.StandardError.ReadToEndAsync();
            return new Chromium(process, home, await DevTools.ConnectAsync(new Uri(line[Announcement.Length..])));
        }
        Assert.Fail($"chromium did not start: {string.Join('\n', said)}");
        throw new UnreachableException();
    }

    /// <summary>A page of its own, that tells from its beginning what it does.</summary>
    public async Task<BrowserPage> OpenAsync()
    {
        var target = (await tools.AskAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" }))["targetId"]!.GetValue<string>();
        var session = (await tools.AskAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!.GetValue<string>();
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network", "Debugger"]) await tools.AskAsync($"{domain}.enable", null, session);
        return new BrowserPage(tools, session);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await tools.DisposeAsync();
        process.Dispose();
        home.Delete(recursive: true);
    }
}
