using System.CommandLine;
using Hansard.Archive.Retention;
using Hansard.Archive.Search;
using Hansard.Cli.Output;
using Hansard.Cli.Terminal;
using Hansard.Protocol;
using Hansard.Record.Retention;

namespace Hansard.Cli.Record.Retention;

/// <summary><c>hansard record hold</c>: what is kept although a policy would have it go.</summary>
internal static class HoldCommand
{
    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Argument<string> Name = new("NAME") { Description = "What the hold is called." };
    private static readonly Option<string[]> Persons = Names("--person", "Who wrote it, received it, is named by it or could read it: userId or name.");
    private static readonly Option<string[]> Conversations = Names("--conversation", "vgroupid, or the conversation's id.");
    private static readonly Option<string?> From = new("--from") { Description = "From this year, month, day or instant on: 2026, 2026-11, 2026-11-21, 2026-11-21T18:30:00Z. UTC.", HelpName = "TIME" };
    private static readonly Option<string?> To = new("--to") { Description = "Up to the end of this one.", HelpName = "TIME" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for those who come later.", HelpName = "TEXT", Required = true };
    private static readonly Option<bool> Unknown = new("--unknown") { Description = "Also where no line names such a person or conversation yet." };
    private static readonly Option<string?> Key = OfficerSigning.Key("Key of an officer who agrees.");

    private static readonly Option<int> Delay = Values.Number(
        "--release-hours", 1, HoldTerms.MaximumDelayHours, HoldTerms.DefaultDelayHours, "Hours from an agreed release until the hold ends. They cannot be changed later.");

    static HoldCommand() => Key.Required = true;

    public static Command Create() => new("hold", "Keep lines that a policy would have removed.")
    {
        new Command("add", "Place a hold, at once. It keeps the lines that match everything that is named; of people, and of conversations, one is enough.")
        {
            Folder, Name, Persons, Conversations, From, To, Reason, Delay, Unknown, RecordPlace.Prefix,
        }.Does((arguments, screen, cancel) => Task.FromResult(Add(arguments, screen, cancel))),
        new Command("list", "Show the holds.") { Folder, RecordPlace.Prefix }.Does((arguments, screen, _) => Task.FromResult(List(arguments, screen))),
        new Command("release", "Ask for a hold's release, or agree to it: it takes two officers, each with his key, and then the hold's delay.") { Folder, Name, Key, RecordPlace.Prefix }
            .Does(Release),
        new Command("stop", "Keep a hold whose release is under way.") { Folder, Name, RecordPlace.Prefix }.Does((arguments, screen, _) => Task.FromResult(Stop(arguments, screen))),
    };

    private static int Add(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        if (new SelectionText { From = arguments.GetValue(From), To = arguments.GetValue(To) }.Read(out var fault) is not { } time) return screen.Refuse(Failure.Invalid(fault!));
        var layout = RecordPlace.Find(arguments, Folder);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        var named = Known(RecordIndex.FolderOf(layout.Value), layout.Value, arguments, screen, cancel);
        if (!named.Succeeded) return screen.Refuse(named.Failure, "Nothing was decided. If it is right all the same, give --unknown.");
        HoldTerms terms = new(
            arguments.GetValue(Name)!, named.Value, arguments.GetValue(Conversations)!, time.From, time.Before, arguments.GetValue(Reason)!, arguments.GetValue(Delay));
        return DecisionPlace.Decide(arguments, Folder, screen, (log, _) => log.Ask(new Decision.HoldPlaced(terms), RecordAudit.Caller));
    }

    /// <summary>The people as they were named and with their userIds; a hold on somebody who is misspelt would keep nothing, and nobody would know.</summary>
    private static Result<IReadOnlyList<string>> Known(string indexFolder, Hansard.Record.Format.RecordLayout layout, ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var (persons, conversations) = (arguments.GetValue(Persons)!, arguments.GetValue(Conversations)!);
        if (persons.Length + conversations.Length == 0) return persons;
        using var index = RecordIndex.Open(layout, indexFolder);
        IndexProgressLines.CatchUp(index, screen, cancel);
        cancel.ThrowIfCancellationRequested();
        if (!arguments.GetValue(Unknown))
        {
            if (persons.FirstOrDefault(person => !index.IsKnownPerson(person)) is { } nobody) return Failure.NotFound($"No line names {Plain.Line(nobody)}.");
            if (conversations.FirstOrDefault(one => !index.IsKnownConversation(one)) is { } nowhere) return Failure.NotFound($"No line is of a conversation {Plain.Line(nowhere)}.");
        }
        return (string[])[.. persons.Concat(persons.SelectMany(index.UserIdsOf)).Distinct(StringComparer.Ordinal)];
    }

    private static async Task<int> Release(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var officer = await OfficerSigning.Read(arguments.GetValue(Key), screen, cancel);
        if (!officer.Succeeded) return screen.Refuse(officer.Failure, "Nothing was decided.");
        return DecisionPlace.Decide(arguments, Folder, screen, (log, state) => Named(arguments, state) is { } hold
            ? log.Ask(new Decision.ReleaseAsked(hold.Number), RecordAudit.Caller, officer.Value)
            : NotFound(arguments));
    }

    private static int Stop(ParseResult arguments, Screen screen) => DecisionPlace.Decide(arguments, Folder, screen, (log, state) =>
        Named(arguments, state) is not { } hold ? NotFound(arguments)
        : state.ReleaseOf(hold.Number) is { } release ? log.Stop(release.Number, RecordAudit.Caller)
        : Failure.Invalid($"The hold {hold.Terms.Name} is not being released."));

    private static int List(ParseResult arguments, Screen screen)
    {
        var looked = DecisionPlace.Look(arguments, Folder, screen);
        if (!looked.Succeeded) return screen.Refuse(looked.Failure);
        HoldList list = new([.. looked.Value.State.Holds.Values.Select(hold => HoldView.Of(hold, looked.Value.State))]);
        return screen.Show(list, CliJson.Lines.HoldList, _ =>
        {
            if (list.Holds.Length == 0) screen.TellPlain("There is no hold.");
            foreach (var text in list.Holds.SelectMany(hold => hold.Texts())) screen.TellPlain(text);
        });
    }

    private static Hold? Named(ParseResult arguments, RetentionState state) => state.Holds.Values.FirstOrDefault(hold => hold.Terms.Name == arguments.GetValue(Name));

    private static Failure NotFound(ParseResult arguments) => Failure.NotFound($"There is no hold {Plain.Line(arguments.GetValue(Name)!)}.");

    private static Option<string[]> Names(string name, string description) => new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => [] };
}
