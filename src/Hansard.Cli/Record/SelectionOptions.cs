using System.CommandLine;
using Hansard.Archive.Search;
using Hansard.Cli.Output;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary>The options by which somebody says which lines of a record are meant.</summary>
internal static class SelectionOptions
{
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

    private static readonly Option<string?> Index = new("--index") { Description = "Folder of the index, where the record must not be written to.", HelpName = "DIR" };

    /// <param name="folder">The command's first argument.</param>
    public static void AddTo(Command command, Argument<string> folder)
    {
        command.Add(folder);
        command.Add(Words);
        foreach (Option option in (Option[])[People, Senders, Members, Conversations, Types, Statuses, From, To, Substring, Index]) command.Add(option);
    }

    /// <summary>The record's index, not brought up to date yet.</summary>
    public static RecordIndex OpenIndex(ParseResult arguments, RecordLayout layout) =>
        RecordIndex.Open(layout, arguments.GetValue(Index) is { } elsewhere ? Path.GetFullPath(elsewhere) : RecordIndex.FolderOf(layout));

    /// <summary>Somebody who is misspelt is found nowhere, and nobody would know why.</summary>
    public static void WarnOfUnknown(Selection selection, RecordIndex index, Screen screen)
    {
        foreach (var name in selection.Senders.Concat(selection.Participants).Concat(selection.Members).Where(name => !index.IsKnownPerson(name)))
            screen.Warn($"hansard: No line names {Terminal.Plain.Line(name)}.");
        foreach (var name in selection.Conversations.Where(name => !index.IsKnownConversation(name)))
            screen.Warn($"hansard: No line is of a conversation {Terminal.Plain.Line(name)}.");
    }

    public static SelectionText Read(ParseResult arguments) => new()
    {
        Words = arguments.GetValue(Words) is { Length: > 0 } words ? string.Join(' ', words.Select(Quoted)) : null,
        Participants = arguments.GetValue(People)!, Senders = arguments.GetValue(Senders)!, Members = arguments.GetValue(Members)!,
        Conversations = arguments.GetValue(Conversations)!, Types = arguments.GetValue(Types)!, Statuses = arguments.GetValue(Statuses)!,
        From = arguments.GetValue(From), To = arguments.GetValue(To), Substring = arguments.GetValue(Substring),
    };

    /// <summary>A shell takes the quotation marks of a phrase away and hands it on in one piece.</summary>
    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) && !word.Contains('"', StringComparison.Ordinal) ? $"\"{word}\"" : word;

    private static Option<string[]> Names(string name, string description) => new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => [] };
}
