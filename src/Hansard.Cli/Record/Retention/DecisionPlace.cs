using System.CommandLine;
using Hansard.Archive.Audit;
using Hansard.Archive.Retention;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Cli.Record.Retention;

/// <summary>Where decisions about a record are written, and read.</summary>
internal static class DecisionPlace
{
    /// <summary>Decides, and says what became of it.</summary>
    public static int Decide(ParseResult arguments, Argument<string> folder, Screen screen, Func<DecisionLog, RetentionState, Result<Decided>> decide)
    {
        var layout = Find(arguments, folder);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        var log = RecordAudit.Open(layout.Value);
        if (!log.Succeeded) return screen.Refuse(log.Failure);
        DecisionLog decisions = new(layout.Value, log.Value, TimeProvider.System);
        var decided = decide(decisions, decisions.Read());
        if (!decided.Succeeded) return screen.Refuse(decided.Failure);
        if (decided.Value.Fault is { } fault) return screen.Refuse(Failure.Invalid(fault), "Nothing was decided.");
        var view = DecidedView.Of(decided.Value);
        return screen.Show(view, CliJson.Lines.DecidedView, _ => screen.TellPlain(view.Sentence(arguments.GetValue(folder)!)));
    }

    /// <summary>What is decided now; that somebody looked is noted first. Also of a copy.</summary>
    public static Result<(RecordLayout Record, RetentionState State)> Look(ParseResult arguments, Argument<string> folder, Screen screen)
    {
        var layout = Find(arguments, folder);
        if (!layout.Succeeded) return layout.Failure;
        if (RecordAudit.Note(layout.Value, AuditKinds.Audit, arguments, screen) is { } refused) return refused;
        var state = RetentionFold.Of(layout.Value.Audit).At(LineTimes.Microseconds(TimeProvider.System.GetUtcNow()));
        foreach (var irregularity in state.Irregularities) screen.Warn($"hansard: Entry {irregularity.Entry} of the audit log is not allowed and changed nothing: {Terminal.Plain.Line(irregularity.Reason)}");
        if (state.IrregularityCount > 0) screen.Warn("hansard: While there are such entries nothing is removed.");
        return (layout.Value, state);
    }

    private static Result<RecordLayout> Find(ParseResult arguments, Argument<string> folder) => RecordPlace.Find(arguments, folder);
}
