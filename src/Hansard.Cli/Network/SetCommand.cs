using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol.Settings;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network set</c>: changes what is named, leaves the rest.</summary>
internal static class SetCommand
{
    private static readonly Option<string?> Recording = new("--recording") { Description = "off, on or strict.", HelpName = "MODE" };

    private static readonly Option<FileInfo?> AuthorityKey = new("--authority-key")
    {
        Description = "Public half (PEM) of the key that names recorders; accepted once, by a network that has none.", HelpName = "FILE",
    };

    private static readonly Option<bool?> RequireSecret = new("--require-secret") { Description = "Refuse devices that register without a secret.", HelpName = "true|false" };
    private static readonly Option<string?> Support = new("--support") { Description = "User id of the support person; empty for nobody.", HelpName = "USERID" };
    private static readonly Option<string?> Admin = new("--admin") { Description = "User id of the administrator; empty for nobody.", HelpName = "USERID" };
    private static readonly Option<string[]> Limit = new("--limit") { Description = "A limit, such as messagesPerSecondPerUser=60; may be repeated.", HelpName = "NAME=N" };

    private static readonly Option<string?> Admission = new("--admission") { Description = "Who may register: open, or listed (see 'network user add').", HelpName = "open|listed" };

    private static readonly Option<string?> AndroidUrl = new("--android-url")
    {
        Description = "Where the Android application is: a URL, or an .apk file of the assets folder; empty for none.", HelpName = "URL|FILE",
    };

    private static readonly Option<string[]> Theme = new("--theme")
    {
        Description = "A colour such as buttonText=#ffffff, logo=FILE or sound=FILE of the assets folder; empty for the default; may be repeated.", HelpName = "NAME=VALUE",
    };

    static SetCommand()
    {
        Admission.AcceptOnlyFromAmong("open", "listed");
        Theme.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=') < 1)) result.AddError($"--theme {token.Value} is not of the form NAME=VALUE.");
        });
        Recording.AcceptOnlyFromAmong(RecordingModes.Off, RecordingModes.On, RecordingModes.Strict);
        Limit.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Parse(token.Value) is null)) result.AddError($"--limit {token.Value} is not of the form NAME=N.");
        });
    }

    public static Command Create() =>
        new Command("set", "Change a network's settings; without any, show them all with what they mean.")
        {
            NetworkCommand.Name, Recording, AuthorityKey, Admission, RequireSecret, Support, Admin, AndroidUrl, Theme, Limit,
        }.Does(Set);

    private static async Task<int> Set(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var authority = arguments.GetValue(AuthorityKey) is { } file ? await File.ReadAllTextAsync(file.FullName, cancel) : null;
        var limits = (arguments.GetValue(Limit) ?? []).Select(text => Parse(text)!.Value).GroupBy(limit => limit.Name).ToDictionary(same => same.Key, same => same.Last().Value);
        ChangeNetwork change = new(
            arguments.GetValue(NetworkCommand.Name)!, arguments.GetValue(Recording), authority, arguments.GetValue(RequireSecret),
            arguments.GetValue(Support), arguments.GetValue(Admin), limits.Count == 0 ? null : limits, arguments.GetValue(Admission), arguments.GetValue(AndroidUrl), ThemeOf(arguments));
        return change == new ChangeNetwork(change.Network)
            ? await NetworkCommand.Ask(arguments, screen, new ShowNetwork(change.Network), report =>
                screen.Show(report, CliJson.Lines.NetworkReport, people => people.Write(SettingsPage.Of(report))), cancel)
            : await NetworkCommand.Ask(arguments, screen, change, report => ShowCommand.Show(report, screen), cancel);
    }

    private static Dictionary<string, string>? ThemeOf(ParseResult arguments) => arguments.GetValue(Theme) is { Length: > 0 } parts
        ? parts.Select(part => part.Split('=', 2)).GroupBy(part => part[0]).ToDictionary(same => same.Key, same => same.Last()[1])
        : null;

    private static (string Name, int Value)? Parse(string text) =>
        text.Split('=') is [{ Length: > 0 } name, var number] && int.TryParse(number, out var value) ? (name, value) : null;
}
