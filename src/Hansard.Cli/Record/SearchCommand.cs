using System.CommandLine;
using Hansard.Archive.Search;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record search</c>: who said what, with what stood around it and what became of it.</summary>
internal static partial class SearchCommand
{
    private const int MostLines = 1000;
    private const int UsualLines = 20;
    private const int MostContext = 20;

    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Argument<string[]> Words = new("WORDS") { Description = "Words that must all be there; begin* for beginnings, \"a phrase\" in quotation marks.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string[]> People = Names("--person", "Who wrote it, received it in a dialog, or is named by it: userId or name.");
    private static readonly Option<string[]> Senders = Names("--sender", "Who wrote it or did it.");
    private static readonly Option<string[]> Members = Names("--member", "Who was in the conversation at that time.");
    private static readonly Option<string[]> Conversations = Names("--conversation", "vgroupid, or the conversation's id.");
    private static readonly Option<string[]> Types = Names("--type", "text, file, edit, deleted, call, reaction ..., or a msgtype.");
    private static readonly Option<string[]> Statuses = Names("--status", "captured, undecryptable or attachment-missing.");
    private static readonly Option<string?> From = new("--from") { Description = "From this year, month, day or instant on: 2026, 2026-11, 2026-11-21, 2026-11-21T18:30:00Z. UTC.", HelpName = "TIME" };
    private static readonly Option<string?> To = new("--to") { Description = "Up to the end of this one.", HelpName = "TIME" };
    private static readonly Option<string?> Substring = new("--substring") { Description = "Characters that must be there as they are, in any case.", HelpName = "TEXT" };
    private static readonly Option<int> Limit = Values.Number("--limit", 1, MostLines, UsualLines, "Lines of one answer.");
    private static readonly Option<long?> After = new("--after") { Description = "Go on behind this row, as the answer before said.", HelpName = "ROW" };
    private static readonly Option<int> Context = Values.Number("--context", 0, MostContext, 0, "Lines before and after each, from the same conversation.");
    private static readonly Option<bool> Oldest = new("--oldest-first") { Description = "In the order of the journal instead of its reverse." };
    private static readonly Option<string?> Index = new("--index") { Description = "Folder of the index, where the record must not be written to.", HelpName = "DIR" };

    public static Command Create() => new Command("search", "Find lines of a record. The index is made or brought up to date first.")
    {
        Folder, Words, People, Senders, Members, Conversations, Types, Statuses, From, To, Substring, Limit, After, Context, Oldest, Index, RecordPlace.Prefix,
    }.Does((arguments, screen, cancel) => Task.FromResult(Search(arguments, screen, cancel)));

    private static int Search(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var layout = RecordPlace.Find(arguments.GetValue(Folder)!, arguments.GetValue(RecordPlace.Prefix)!, null);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        if (Asked(arguments).Read(out var fault) is not { } selection) return screen.Refuse(Failure.Invalid(fault!));
        using var index = RecordIndex.Open(layout.Value, arguments.GetValue(Index) is { } elsewhere ? Path.GetFullPath(elsewhere) : RecordIndex.FolderOf(layout.Value));
        IndexProgressLines.CatchUp(index, screen, cancel);
        cancel.ThrowIfCancellationRequested();
        foreach (var name in selection.Senders.Concat(selection.Participants).Concat(selection.Members).Where(name => !index.IsKnownPerson(name)))
            screen.Warn($"hansard: No line names {Terminal.Plain.Line(name)}.");
        foreach (var name in selection.Conversations.Where(name => !index.IsKnownConversation(name)))
            screen.Warn($"hansard: No line is of a conversation {Terminal.Plain.Line(name)}.");
        Look(layout.Value, arguments);
        try
        {
            Show(index, selection, arguments, screen, cancel);
        }
        catch (IndexDamagedException damage)
        {
            return screen.Refuse(Failure.Internal(damage.Message), "Search again: the damaged part of the index is made again first.");
        }
        return ExitCode.Done;
    }

    /// <summary>Told before anything is shown to anybody: what was asked for, of which record.</summary>
    static partial void Look(RecordLayout record, ParseResult asked);

    private static SelectionText Asked(ParseResult arguments) => new()
    {
        Words = arguments.GetValue(Words) is { Length: > 0 } words ? string.Join(' ', words.Select(Quoted)) : null,
        Participants = arguments.GetValue(People)!, Senders = arguments.GetValue(Senders)!, Members = arguments.GetValue(Members)!,
        Conversations = arguments.GetValue(Conversations)!, Types = arguments.GetValue(Types)!, Statuses = arguments.GetValue(Statuses)!,
        From = arguments.GetValue(From), To = arguments.GetValue(To), Substring = arguments.GetValue(Substring),
    };

    /// <summary>A shell takes the quotation marks of a phrase away and hands it on in one piece.</summary>
    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) && !word.Contains('"', StringComparison.Ordinal) ? $"\"{word}\"" : word;

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

    private static Option<string[]> Names(string name, string description) => new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => [] };
}
