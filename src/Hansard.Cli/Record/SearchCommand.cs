using System.CommandLine;
using Hansard.Archive.Audit;
using Hansard.Archive.Search;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record search</c>: who said what, with what stood around it and what became of it.</summary>
internal static class SearchCommand
{
    private const int MostLines = 1000;
    private const int UsualLines = 20;
    private const int MostContext = 20;

    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Option<int> Limit = Values.Number("--limit", 1, MostLines, UsualLines, "Lines of one answer.");
    private static readonly Option<long?> After = new("--after") { Description = "Go on behind this row, as the answer before said.", HelpName = "ROW" };
    private static readonly Option<int> Context = Values.Number("--context", 0, MostContext, 0, "Lines before and after each, from the same conversation.");
    private static readonly Option<bool> Oldest = new("--oldest-first") { Description = "In the order of the journal instead of its reverse." };

    public static Command Create()
    {
        Command command = new("search", "Find lines of a record. The index is made or brought up to date first.");
        SelectionOptions.AddTo(command, Folder);
        foreach (Option option in (Option[])[Limit, After, Context, Oldest]) command.Add(option);
        return command.WithPlaces().Does((arguments, screen, cancel) => Task.FromResult(Search(arguments, screen, cancel)));
    }

    private static int Search(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var layout = RecordPlace.Find(arguments, Folder);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        if (SelectionOptions.Read(arguments).Read(out var fault) is not { } selection) return screen.Refuse(Failure.Invalid(fault!));
        using var index = SelectionOptions.OpenIndex(arguments, layout.Value);
        IndexProgressLines.CatchUp(index, screen, cancel);
        cancel.ThrowIfCancellationRequested();
        if (RecordAudit.Note(layout.Value, AuditKinds.Search, arguments, screen) is { } refused) return screen.Refuse(refused);
        SelectionOptions.WarnOfUnknown(selection, index, screen);
        try
        {
            Show(index, selection, arguments, screen, cancel);
        }
        catch (IndexDamagedException damage)
        {
            return screen.Refuse(Failure.Internal(damage.Message), "Search again: the damaged part of the index is made again first.");
        }
        catch (InvalidDataException changed)
        {
            return screen.Refuse(Failure.Internal($"The record is not as it was indexed: {changed.Message}."), "Search again in a moment; if it stays so, verify the record.");
        }
        return ExitCode.Done;
    }

    private static void Show(RecordIndex index, Selection selection, ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var order = arguments.GetValue(Oldest) ? SearchOrder.OldestFirst : SearchOrder.NewestFirst;
        var (limit, shown) = (arguments.GetValue(Limit), 0);
        long? last = null;
        foreach (var place in index.Find(selection, order, arguments.GetValue(After)))
        {
            cancel.ThrowIfCancellationRequested();
            if (shown++ == limit)
            {
                screen.TellPlain($"There is more: --after {last}");
                return;
            }
            var found = FoundLine.Of(index, place, arguments.GetValue(Context));
            screen.Show(found, CliJson.Lines.FoundLine, _ => FoundLineText.Tell(found, screen));
            last = place.Row;
        }
        if (shown == 0) screen.TellPlain("Nothing is found.");
    }
}
