using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network show</c>.</summary>
internal static class ShowCommand
{
    public static Command Create() => new Command("show", "Show one network.") { NetworkCommand.Name }.Does((arguments, screen, cancel) =>
        NetworkCommand.Ask(arguments, screen, new ShowNetwork(arguments.GetValue(NetworkCommand.Name)!), report => Show(report, screen), cancel));

    public static int Show(NetworkReport report, Screen screen) =>
        screen.Show(report, CliJson.Lines.NetworkReport, people => people.Write(Sheet(report)));

    private static Grid Sheet(NetworkReport report)
    {
        var sheet = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string name, string? value) => sheet.AddRow($"[grey]{name}[/]", (value ?? "none").EscapeMarkup());
        Row("network", report.Network);
        Row("recording", report.Recording);
        Row("recorders", report.Recorders.Count == 0 ? null : string.Join(", ", report.Recorders));
        Row("authority key", Fingerprint(report.AuthorityPublicKeyPem));
        Row("journal key", report.JournalKeyHex);
        Row("facts", $"{report.Head}");
        Row("people", $"{report.People}");
        Row("conversations", $"{report.Conversations}");
        Row("support", report.SupportId?.Value);
        Row("admin", report.AdminId?.Value);
        Row("admission", report.Admission == "listed" ? $"listed: {report.Listed}" : report.Admission);
        if (report.Ending is { } ending) Row("deleted", ending.WaitsFor.Count == 0 ? "being removed" : $"waits for {string.Join(", ", ending.WaitsFor)} to acknowledge fact {ending.Through}");
        Row("android url", report.AndroidUrl.Length == 0 ? null : report.AndroidUrl);
        foreach (var (part, value) in report.Theme) Row($"theme {part}", value.Length == 0 ? null : value);
        Row("secret required", report.RequireSecret ? "yes" : "no");
        foreach (var (limit, value) in report.Limits) Row(limit, $"{value}");
        return sheet;
    }

    private static string? Fingerprint(string? pem) => pem is null ? null : UserPublicKey.Parse(pem) is { Succeeded: true } key ? key.Value.Fingerprint : "unreadable";
}
