using System.CommandLine;
using Hansard.Cli.Authority;
using Hansard.Cli.Output;
using Hansard.Cli.Processes;
using Hansard.Protocol;
using Hansard.Server;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Serve;

/// <summary>
/// <c>hansard up</c>: everything on one machine with one command. The first start makes a recorded network, the key that names its recorder, and the recorder;
/// every start runs the server here and the recorder as a child.
/// </summary>
internal static class UpCommand
{
    public static Command Create() =>
        new Command("up", "Run a recorded network on this machine: server and recorder.") { Settings.UrlsOption, Settings.DataOption, ParentWatch.Option }.Does(Up);

    private static async Task<int> Up(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var settings = Settings.Of(arguments);
        if (settings.Problem() is { } problem) return screen.Refuse(Failure.Invalid(problem));
        using var stopping = ParentWatch.Join(arguments, cancel);
        await using var server = await HansardServer.Start(settings);
        var desk = await AdminClient.OpenAsync(settings.DataFolder, settings.Database, cancellation: stopping.Token);
        if (!desk.Succeeded) return screen.Refuse(desk.Failure);
        using var opened = desk.Value;
        LocalRecorder recorder = new(settings, server.Urls[0], opened, screen);
        var recording = Task.CompletedTask;
        try
        {
            var recorded = await recorder.Prepare(stopping.Token);
            if (!recorded.Succeeded) return screen.Refuse(recorded.Failure);
            // It makes its own keys, so it has to run before it can be approved.
            if (recorded.Value) recording = recorder.Run(stopping.Token);
            if (recorded.Value && await recorder.Approve(stopping.Token) is { } refused) return screen.Refuse(refused);
            TellNext(server, settings, recorded.Value ? recorder : null, screen);
            if (await Waiting.Until(server, stopping.Token) is { } broken) return screen.Refuse(broken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl+C before everything was ready.
        }
        finally
        {
            await stopping.CancelAsync();
            await recording;
        }
        await server.Stop();
        screen.Tell("Stopped: every accepted request was answered, every acknowledged fact is recorded.");
        return ExitCode.Done;
    }

    private static void TellNext(HansardServer server, ServerSettings settings, LocalRecorder? recorder, Screen screen)
    {
        if (screen.Json)
        {
            screen.Show(new Serving(server.Urls, settings.DataFolder), CliJson.Lines.Serving, _ => { });
            return;
        }
        var authority = recorder is null ? "" : $" --authority {AuthorityKeyFile.PublicOf(Shown(recorder.AuthorityKey))}";
        var anna = $"{Screen.CommandName} client --as anna";
        var sheet = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string name, string value) => sheet.AddRow($"[grey]{name}[/]", value.EscapeMarkup());
        Row("serving", string.Join(", ", server.Urls));
        Row("recording", recorder is null ? "off" : Shown(recorder.Record.CurrentFile));
        Row("register", $"{anna} register +491700000001{authority}");
        Row("code", $"tail -n 1 {Shown(Path.Combine(settings.DataFolder, "outbox", "sms.jsonl"))}");
        Row("then", $"{anna}");
        Row("stop", "Ctrl+C");
        screen.People.Write(new Panel(sheet) { Header = new PanelHeader(" Hansard is running "), Border = BoxBorder.Rounded });
    }

    /// <summary>Short where the reader stands above it.</summary>
    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
