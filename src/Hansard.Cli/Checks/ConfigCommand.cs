using System.Collections;
using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Record.Retention;
using Hansard.Cli.Recorder;
using Hansard.Cli.Serve;
using Hansard.Recorder;
using Hansard.Recorder.Alarms;
using Hansard.Server.Checks;
using Spectre.Console;

namespace Hansard.Cli.Checks;

/// <summary><c>hansard config check</c>: what a server would start with, a line each.</summary>
internal static class ConfigCommand
{
    /// <summary>What is read by other commands than the server's; some of it is secret.</summary>
    private static readonly string[] Others =
    [
        "HANSARD_CLIENT_HOME", "HANSARD_COMMAND", "HANSARD_SOAK", AlarmTarget.KeyVariable, OfficerSigning.PassphraseVariable, RecorderCommand.MetricsVariable,
        RecorderCommand.OneTimePasswordVariable, RecorderSettings.PassphraseVariable,
    ];

    public static Command Create() => new("config", "Look at the settings.")
    {
        new Command("check", "Check every setting, the data folder and the database, and change nothing.") { Settings.UrlsOption, Settings.DataOption }.Does((arguments, screen, _) => Check(arguments, screen)),
    };

    private static async Task<int> Check(ParseResult arguments, Screen screen)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");
        var settings = Settings.Of(arguments);
        var findings = await Task.Run(() => ConfigCheck.Run(environment, settings, Others));
        foreach (var finding in findings) screen.Show(finding, CliJson.Lines.Finding, people => Write(finding, people));
        return findings.Any(finding => finding.Level == FindingLevel.Error) ? ExitCode.Refused : ExitCode.Done;
    }

    private static void Write(Finding finding, IAnsiConsole people)
    {
        var colour = finding.Level switch { FindingLevel.Ok => "green", FindingLevel.Warning => "yellow", _ => "red" };
        var advice = finding.Advice is null ? "" : $" [bold]{finding.Advice.EscapeMarkup()}[/]";
        people.MarkupLine($"[{colour}]{finding.Level.ToString().ToLowerInvariant(),-7}[/] [grey]{finding.Subject.EscapeMarkup(),-28}[/] {finding.Says.EscapeMarkup()}{advice}");
    }
}
