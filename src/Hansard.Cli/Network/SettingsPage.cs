using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary>Every setting of a network with its value, what changes it and what it means.</summary>
internal static class SettingsPage
{
    private static readonly Dictionary<string, string> Limits = new()
    {
        ["messagesPerSecondPerUser"] = "messages that a user may send, a second",
        ["messagesBurstPerUser"] = "and in a burst",
        ["membersPerConversation"] = "members of a conversation",
        ["conversationsPerUser"] = "conversations of a user",
        ["applicationsPerUser"] = "devices of a user",
        ["codesPerNumberAndDay"] = "codes for one number, a day",
        ["codesPerAddressAndHour"] = "codes that one address may ask for, an hour",
        ["discoveryLookupsPerDay"] = "ids that a user may try of people whom he does not know, a day",
        ["reportsPerUserAndDay"] = "reports of one user, a day",
        ["codeDigits"] = "digits of a code, 4 to 9",
        ["pageMessages"] = "messages in a page of history",
        ["filesPerMessage"] = "files of a message",
        ["fileBytes"] = "bytes of a file",
        ["filesMebibytes"] = "all files and pictures of the network that are whole, in MiB; what was deleted counts until recorders have it",
        ["unfinishedFilesPerUser"] = "files that a user may have begun and not finished",
    };

    public static Table Of(NetworkReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Setting", "Value", "Changed by", "Meaning");
        void Row(string name, string? value, string option, string meaning) =>
            table.AddRow(name, (value is { Length: > 0 } ? value : "none").EscapeMarkup(), option, meaning);
        Row("recording", report.Recording, "--recording", "off; on: messages flow while a recorder confirms their key; strict: they wait");
        Row("authority key", report.AuthorityPublicKeyPem is null ? null : "set", "--authority-key", "names recorders; set once");
        Row("admission", report.Admission, "--admission", "open; listed: only those of 'network user add' may register");
        Row("secret required", report.RequireSecret ? "true" : "false", "--require-secret", "devices that register without a secret are refused");
        Row("support", report.SupportId?.Value, "--support", "user id of a person whom everybody knows");
        Row("admin", report.AdminId?.Value, "--admin", "the same");
        Row("android url", report.AndroidUrl, "--android-url", "a URL, or an .apk file of the assets folder");
        foreach (var (part, value) in report.Theme)
            Row($"theme {part}", value, $"--theme {part}=", part switch { "logo" => "an image of the assets folder", "sound" => "a sound of the assets folder", _ => "a colour" });
        foreach (var (limit, value) in report.Limits) Row($"limit {limit}", $"{value}", $"--limit {limit}=", Limits.GetValueOrDefault(limit, ""));
        return table;
    }
}
