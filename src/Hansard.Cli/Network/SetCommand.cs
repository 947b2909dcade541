using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol.Settings;
using Hansard.Server.Admin;

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

    static SetCommand()
    {
        Recording.AcceptOnlyFromAmong(RecordingModes.Off, RecordingModes.On, RecordingModes.Strict);
        Limit.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => Parse(token.Value) is null)) result.AddError($"--limit {token.Value} is not of the form NAME=N.");
        });
    }

    public static Command Create() =>
        new Command("set", "Change a network's settings.") { NetworkCommand.Name, Recording, AuthorityKey, RequireSecret, Support, Admin, Limit }.Does(Set);

    private static async Task<int> Set(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var authority = arguments.GetValue(AuthorityKey) is { } file ? await File.ReadAllTextAsync(file.FullName, cancel) : null;
        var limits = (arguments.GetValue(Limit) ?? []).Select(text => Parse(text)!.Value).GroupBy(limit => limit.Name).ToDictionary(same => same.Key, same => same.Last().Value);
        ChangeNetwork change = new(
            arguments.GetValue(NetworkCommand.Name)!, arguments.GetValue(Recording), authority, arguments.GetValue(RequireSecret),
            arguments.GetValue(Support), arguments.GetValue(Admin), limits.Count == 0 ? null : limits);
        return await NetworkCommand.Ask(arguments, screen, change, report => ShowCommand.Show(report, screen), cancel);
    }

    private static (string Name, int Value)? Parse(string text) =>
        text.Split('=') is [{ Length: > 0 } name, var number] && int.TryParse(number, out var value) ? (name, value) : null;
}
