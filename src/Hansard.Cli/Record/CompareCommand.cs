using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Verify;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record compare</c>: what one recorder was made to leave out or change, another one has.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string> First = RecordPlace.Folder("FIRST", "The folder of a record.");
    private static readonly Argument<string> Second = RecordPlace.Folder("SECOND", "The folder of another recorder's record of the same network.");

    private static readonly Option<int> From = Values.Number("--from", 1, int.MaxValue, 1, "The first fact to compare, such as the one by which the later recorder came.");

    public static Command Create() => new Command("compare", "Compare two records of a network where both have facts.") { First, Second, From, RecordPlace.Prefix }
        .Does((arguments, screen, _) => Task.FromResult(Compare(arguments, screen)));

    private static int Compare(ParseResult arguments, Screen screen)
    {
        var first = RecordPlace.Find(arguments, First);
        if (!first.Succeeded) return screen.Refuse(first.Failure);
        var second = RecordPlace.Find(arguments, Second);
        if (!second.Succeeded) return screen.Refuse(second.Failure);
        Compared compared;
        try
        {
            compared = new RecordComparison(first.Value, second.Value) { From = arguments.GetValue(From) }.Run();
        }
        catch (InvalidDataException e)
        {
            return screen.Refuse(Failure.Invalid(e.Message), "Verify the records first.");
        }
        screen.Show(compared, CliJson.Lines.Compared, _ => Tell(compared, screen));
        return compared.IsSame ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Tell(Compared compared, Screen screen)
    {
        foreach (var difference in compared.Differences)
            screen.TellPlain($"DIFFERENT seq {difference.Seq} part {difference.Part} revision {difference.Revision}: {difference.Reason}");
        if (compared.DifferenceCount > compared.Differences.Count) screen.TellPlain($"and {compared.DifferenceCount - compared.Differences.Count} more");
        screen.TellPlain($"The first record has facts {compared.FirstRange.From} to {compared.FirstRange.To}, the second {compared.SecondRange.From} to {compared.SecondRange.To}.");
        screen.TellPlain(compared.FromSeq == 0
            ? "They have no fact in common: nothing was compared."
            : $"From {compared.FromSeq} to {compared.ToSeq}: {compared.Equal} lines say the same, {compared.DifferenceCount} differ.");
    }
}
