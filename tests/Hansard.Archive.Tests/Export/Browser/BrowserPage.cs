using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Archive.Tests.Copy;
using Xunit;

namespace Hansard.Archive.Tests.Export.Browser;

/// <summary>What a page did while it was visited that text cannot do.</summary>
/// <param name="Scripts">That the browser parsed, handlers in attributes included.</param>
/// <param name="Dialogs">That were opened.</param>
/// <param name="Requests">Addresses that were asked for, the page's own included.</param>
/// <param name="Complaints">Of the console: what the page's policy forbade, and errors.</param>
/// <param name="IsShown">It became a page, and was not taken for something to keep.</param>
internal sealed record Visit(IReadOnlyList<string> Scripts, IReadOnlyList<string> Dialogs, IReadOnlyList<string> Requests, IReadOnlyList<string> Complaints, bool IsShown);

/// <summary>One page of a browser, one visit after the other.</summary>
internal sealed class BrowserPage(DevTools tools, string session)
{
    /// <summary>The last thing that is said to a page on purpose, and comes back when everything before it was told.</summary>
    private const string Mark = "hansard: seen to here";

    public async Task<Visit> VisitAsync(string file)
    {
        // What was told of the page before, or of the questions that it was asked.
        while (tools.Events.TryRead(out _))
        {
        }
        List<string> scripts = [], dialogs = [], requests = [], complaints = [];
        // Answered when the page begins, or turns out to be none; what it does is told meanwhile and waits to be read.
        var arrived = await tools.AskAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri }, session);
        var isShown = arrived["errorText"] is null;
        var marked = isShown ? null : SayAsync();
        await foreach (var told in tools.Events.ReadAllAsync(Patience.Token))
        {
            if (told.Session != session) continue;
            switch (told.Method)
            {
                case "Debugger.scriptParsed" when marked is null:
                    scripts.Add(told.Told.ToJsonString());
                    break;
                case "Page.javascriptDialogOpening":
                    dialogs.Add(told.Told["message"]!.GetValue<string>());
                    _ = tools.AskAsync("Page.handleJavaScriptDialog", new JsonObject { ["accept"] = true }, session);
                    break;
                case "Network.requestWillBeSent":
                    requests.Add(told.Told["request"]!["url"]!.GetValue<string>());
                    break;
                case "Page.loadEventFired":
                    marked ??= SayAsync();
                    break;
                case "Runtime.consoleAPICalled" when told.Told.ToJsonString().Contains(Mark, StringComparison.Ordinal):
                    await marked!;
                    return new Visit(scripts, dialogs, requests, complaints, isShown);
                case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded":
                    complaints.Add(told.Told.ToJsonString());
                    break;
            }
        }
        Assert.Fail("the browser is gone");
        throw new UnreachableException();
    }

    /// <summary>What an expression in the page comes to.</summary>
    public async Task<T> ReadAsync<T>(string expression)
    {
        var answer = await tools.AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true }, session);
        Assert.Null(answer["exceptionDetails"]?.ToJsonString());
        return answer["result"]!["value"].Deserialize<T>()!;
    }

    private Task<JsonNode> SayAsync() => tools.AskAsync("Runtime.evaluate", new JsonObject { ["expression"] = $"console.log({JsonSerializer.Serialize(Mark)})" }, session);
}
