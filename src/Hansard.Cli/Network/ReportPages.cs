using System.Globalization;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary>Reports for people. Nobody here can read what was reported: it is shown who, what, when, and the reporter's words.</summary>
internal static class ReportPages
{
    /// <summary>Of a reason in a list, in characters.</summary>
    private const int ExcerptCharacters = 60;

    public static void List(IAnsiConsole people, ReportList list)
    {
        if (list.Reports.Count == 0)
        {
            people.WriteLine("No report waits.");
            return;
        }
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Report", "When", "What", "Reason", "Decision");
        foreach (var report in list.Reports)
            table.AddRow($"{report.Report}", Time(report.At), What(report), Excerpt(report.Reason).EscapeMarkup(), report.Decision ?? "");
        people.Write(table);
        if (list.More) people.WriteLine($"There are more: --after {list.Reports[^1].Report}");
    }

    public static void Sheet(IAnsiConsole people, ReportView report)
    {
        var sheet = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string name, string value) => sheet.AddRow($"[grey]{name}[/]", value.EscapeMarkup());
        Row("report", $"{report.Report} of {report.Network}");
        Row("when", Time(report.At));
        Row("reporter", report.Reporter.Value);
        Row("reason", report.Reason);
        if (report.MessageUuid is { } message)
            Row("message", Notes(message.Value, report.MessageAt is { } at ? $"sent {Time(at)}" : "there no more", report.MessageDeleted ? "deleted" : null, report.MessageObjectionable ? "objectionable" : null));
        if (report.ConversationUuid is { } conversation)
            Row("conversation", Notes(conversation.Value, report.ConversationDeleted ? "deleted" : null, report.ConversationBlocked ? "blocked" : null));
        if (report.ReportedUser is { } user) Row(report.MessageUuid is null ? "user" : "author", Notes(user.Value, report.UserBlocked ? "blocked" : null));
        Row("decision", report.Decision is { } decision ? $"{decision}, {Time(report.DecidedAt!.Value)}" : "none yet");
        if (report.DecisionReason is { } why) Row("because", why);
        people.Write(sheet);
    }

    private static string What(ReportView report) => report.MessageUuid is not null ? "message" : report.ConversationUuid is not null ? "conversation" : "user";

    private static string Notes(string value, params string?[] notes)
    {
        var said = string.Join(", ", notes.OfType<string>());
        return said.Length == 0 ? value : $"{value} ({said})";
    }

    private static string Excerpt(string reason)
    {
        var line = reason.ReplaceLineEndings(" ");
        return line.Length <= ExcerptCharacters ? line : string.Concat(line.AsSpan(0, ExcerptCharacters - 1), "…");
    }

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
