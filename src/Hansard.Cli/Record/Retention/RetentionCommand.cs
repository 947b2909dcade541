using System.CommandLine;
using Hansard.Archive.Retention;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Format;

namespace Hansard.Cli.Record.Retention;

/// <summary><c>hansard record retention</c>: what would be removed now, and what holds keep. Removes nothing.</summary>
internal static class RetentionCommand
{
    private static readonly Argument<string> Folder = RecordPlace.Folder();

    public static Command Create() => new Command("retention", "Show what is due to be removed now, by policy, and how much of it holds keep. Nothing is removed by this.") { Folder, RecordPlace.Prefix }
        .Does((arguments, screen, cancel) => Task.FromResult(Show(arguments, screen, cancel)));

    private static int Show(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var looked = DecisionPlace.Look(arguments, Folder, screen);
        if (!looked.Succeeded) return screen.Refuse(looked.Failure);
        var (record, state) = looked.Value;
        var due = state.Policies.Keys.ToDictionary(name => name, _ => 0L);
        var held = new Dictionary<string, long>(due);
        long? next = null;
        var files = 0;
        try
        {
            foreach (var file in new RecordSurvey(record).Decide(state, cancel))
            {
                foreach (var lines in file.Due) due[lines.Policy] += lines.Places.Count;
                foreach (var (policy, lines) in file.HeldBy) held[policy] += lines;
                if (file.Due.Count > 0) files++;
                if (file.Next is { } at && !(next <= at)) next = at;
            }
        }
        catch (InvalidDataException damage)
        {
            return screen.Refuse(Failure.Internal(damage.Message), "Verify the record.");
        }
        RetentionView view = new(
            [.. due.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new PolicyCount(one.Key, one.Value, held[one.Key]))], due.Values.Sum(), held.Values.Sum(), files,
            next is { } instant ? LineTimes.Rfc3339(instant) : null, state.IrregularityCount);
        return screen.Show(view, CliJson.Lines.RetentionView, _ => Tell(view, screen));
    }

    private static void Tell(RetentionView view, Screen screen)
    {
        if (view.Policies.Length == 0) screen.TellPlain("There is no policy in force: everything is kept for ever.");
        foreach (var policy in view.Policies) screen.TellPlain($"{policy.Policy}  {policy.Due} lines are due, {policy.Held} more are kept by holds");
        if (view.Policies.Length > 0) screen.TellPlain($"{view.Due} lines of {view.Files} files are due; the recorder removes them within an hour. {view.Held} are kept by holds.");
        if (view.Next is { } next) screen.TellPlain($"Not before {next} will others be due.");
    }
}
