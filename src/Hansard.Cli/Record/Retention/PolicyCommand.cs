using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Record.Retention;

namespace Hansard.Cli.Record.Retention;

/// <summary><c>hansard record policy</c>: how long lines are kept.</summary>
internal static class PolicyCommand
{
    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Argument<string> Name = new("NAME") { Description = "What the policy is called." };
    private static readonly Option<int> Days = Values.Number("--days", 1, Policy.MaximumDays, 0, "Days of the journal's time.");
    private static readonly Option<string?> Key = OfficerSigning.Key("Key of an officer who signs it.");

    private static readonly Option<string> Kind = new("--kind")
    {
        Description = "dialog, room, network (facts of no conversation), or all (whatever has no policy of its own kind).", HelpName = "KIND", DefaultValueFactory = _ => PolicyKinds.All,
    };

    static PolicyCommand() => (Days.Required, Days.DefaultValueFactory) = (true, null);

    public static Command Create() => new("policy", "How long the lines of a record are kept. Without a policy that is for ever.")
    {
        new Command("set", "Set a policy. One by which any line is kept less long takes effect after 24 hours, and needs an officer's signature once there are two officers.")
        {
            Folder, Name, Kind, Days, Key, RecordPlace.Prefix,
        }.Does((arguments, screen, cancel) => Decide(arguments, screen, new Decision.PolicySet(new Policy(arguments.GetValue(Name)!, arguments.GetValue(Kind)!, arguments.GetValue(Days))), cancel)),
        new Command("withdraw", "Withdraw a policy.") { Folder, Name, Key, RecordPlace.Prefix }
            .Does((arguments, screen, cancel) => Decide(arguments, screen, new Decision.PolicyWithdrawn(arguments.GetValue(Name)!), cancel)),
        new Command("list", "Show the policies.") { Folder, RecordPlace.Prefix }.Does((arguments, screen, _) => Task.FromResult(List(arguments, screen))),
    };

    private static async Task<int> Decide(ParseResult arguments, Screen screen, Decision decision, CancellationToken cancel)
    {
        var officer = await OfficerSigning.Read(arguments.GetValue(Key), screen, cancel);
        if (!officer.Succeeded) return screen.Refuse(officer.Failure, "Nothing was decided.");
        return DecisionPlace.Decide(arguments, Folder, screen, (log, _) => log.Ask(decision, RecordAudit.Caller, officer.Value));
    }

    private static int List(ParseResult arguments, Screen screen)
    {
        var looked = DecisionPlace.Look(arguments, Folder, screen);
        if (!looked.Succeeded) return screen.Refuse(looked.Failure);
        var state = looked.Value.State;
        PolicyList list = new([.. state.Policies.Values.Select(policy => new PolicyView(policy.Name, policy.Kind, policy.Days))], PendingView.Of(state, DecisionKinds.PolicySet, DecisionKinds.PolicyWithdrawn));
        return screen.Show(list, CliJson.Lines.PolicyList, _ =>
        {
            if (list.Policies.Length == 0) screen.TellPlain("There is no policy: everything is kept for ever.");
            foreach (var policy in list.Policies) screen.TellPlain($"{policy.Name}  {policy.Kind}  {policy.Days} days");
            foreach (var pending in list.Pending) screen.TellPlain(pending.Text);
        });
    }
}
