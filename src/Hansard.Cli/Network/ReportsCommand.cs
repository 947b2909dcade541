using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Server.Admin;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network reports</c>: what people have brought before the network's moderators.</summary>
internal static class ReportsCommand
{
    private static readonly Argument<long> Number = new("REPORT") { Description = "Number of the report, as listed." };
    private static readonly Option<bool> All = new("--all") { Description = "Those that were decided too." };
    private static readonly Option<long> After = new("--after") { Description = "Only reports with a greater number.", HelpName = "REPORT" };

    private static readonly Argument<string[]> Decision = new("DECISION")
    {
        Description = "dismissed; or one or more of objectionable (marks the message), userBlocked (blocks who was reported, or wrote it), conversationBlocked.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, in your words; it stands in the journal.", HelpName = "TEXT" };

    static ReportsCommand() => Decision.AcceptOnlyFromAmong("dismissed", "objectionable", "userBlocked", "conversationBlocked");

    public static Command Create() => new("reports", "See and decide what was reported.")
    {
        new Command("list", "List reports, oldest first: those that wait, or all.") { NetworkCommand.Name, All, After }.Does((arguments, screen, cancel) =>
            NetworkCommand.Ask(arguments, screen, new ListReports(Network(arguments), arguments.GetValue(All), arguments.GetValue(After)), list =>
                screen.Show(list, CliJson.Lines.ReportList, people => ReportPages.List(people, list)), cancel)),
        new Command("show", "Show one report.") { NetworkCommand.Name, Number }.Does((arguments, screen, cancel) =>
            NetworkCommand.Ask(arguments, screen, new ShowReport(Network(arguments), arguments.GetValue(Number)), report => Show(report, screen), cancel)),
        new Command("decide", "Decide a report once and for all; see 'network user', 'conversation' and 'message' for taking something back.") { NetworkCommand.Name, Number, Decision, Reason }
            .Does((arguments, screen, cancel) => NetworkCommand.Ask(
                arguments, screen, new DecideReport(Network(arguments), arguments.GetValue(Number), arguments.GetValue(Decision)!, arguments.GetValue(Reason)),
                report => Show(report, screen), cancel)),
    };

    private static string Network(ParseResult arguments) => arguments.GetValue(NetworkCommand.Name)!;

    private static int Show(ReportView report, Screen screen) => screen.Show(report, CliJson.Lines.ReportView, people => ReportPages.Sheet(people, report));
}
