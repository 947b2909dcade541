using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Processes;
using Hansard.Protocol;
using Hansard.Server;

namespace Hansard.Cli.Serve;

/// <summary><c>hansard serve</c>: the server, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create() => new Command("serve", "Run the server.") { Settings.UrlsOption, Settings.DataOption, ParentWatch.Option }.Does(Serve);

    private static async Task<int> Serve(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var settings = Settings.Of(arguments);
        if (settings.Problem() is { } problem) return screen.Refuse(Failure.Invalid(problem));
        using var stopping = ParentWatch.Join(arguments, cancel);
        await using var server = await HansardServer.Start(settings);
        screen.Show(new Serving(server.Urls, settings.DataFolder), CliJson.Lines.Serving, _ =>
            screen.Tell($"[green]Serving[/] on {string.Join(", ", server.Urls)}, data in {settings.DataFolder}. Ctrl+C stops."));
        if (await Waiting.Until(server, stopping.Token) is { } broken) return screen.Refuse(broken);
        await server.Stop();
        screen.Tell("Stopped: every accepted request was answered.");
        return ExitCode.Done;
    }
}

/// <summary>Told once the server accepts connections.</summary>
internal sealed record Serving(IReadOnlyList<string> Urls, string DataFolder);
