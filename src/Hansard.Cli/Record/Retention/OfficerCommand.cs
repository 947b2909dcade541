using System.CommandLine;
using Hansard.Archive.Retention;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Retention;

namespace Hansard.Cli.Record.Retention;

/// <summary><c>hansard record officer</c>: who agrees to what lets lines go.</summary>
internal static class OfficerCommand
{
    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Argument<string> Name = new("NAME") { Description = "What the officer is called." };
    private static readonly Argument<long> Entry = new("ENTRY") { Description = "Number of the audit log's entry that asks for it." };
    private static readonly Option<string?> NewKey = OfficerSigning.Key("Where the officer's own key is kept: it is made there, unless it is there.");
    private static readonly Option<string?> Key = OfficerSigning.Key("Key of an officer who agrees.");
    private static readonly Option<string?> OwnKey = OfficerSigning.Key("Key of the officer who agrees.");

    static OfficerCommand() => (NewKey.Required, OwnKey.Required) = (true, true);

    public static Command Create() => new("officer", "Who agrees to releases of holds, to shorter policies, and to other officers.")
    {
        new Command("add", "Add an officer. The first two come freely; later ones need the signatures of two officers, and 24 hours.") { Folder, Name, NewKey, RecordPlace.Prefix }.Does(Add),
        new Command("remove", "Remove an officer, with the signatures of two officers and 24 hours. Two stay.") { Folder, Name, Key, RecordPlace.Prefix }.Does(Remove),
        new Command("agree", "Sign what somebody asked for: a release, a policy, an officer.") { Folder, Entry, OwnKey, RecordPlace.Prefix }.Does(Agree),
        new Command("stop", "Keep what somebody asked for from taking effect. It needs no key.") { Folder, Entry, RecordPlace.Prefix }.Does((arguments, screen, _) => Task.FromResult(Stop(arguments, screen))),
        new Command("list", "Show the officers, and everything that has not taken effect yet.") { Folder, RecordPlace.Prefix }.Does((arguments, screen, _) => Task.FromResult(List(arguments, screen))),
    };

    private static async Task<int> Add(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var (name, file) = (arguments.GetValue(Name)!, Path.GetFullPath(arguments.GetValue(NewKey)!));
        if (!Names.IsName(name)) return screen.Refuse(Failure.Invalid(Names.Rule), "Nothing was decided.");
        var isThere = File.Exists(file);
        var key = isThere ? await Kept(name, file, screen, cancel) : await OfficerSigning.Make(name, file, screen, cancel);
        if (!key.Succeeded) return screen.Refuse(key.Failure, "Nothing was decided.");
        var ended = DecisionPlace.Decide(arguments, Folder, screen, (log, _) => log.Ask(new Decision.OfficerAdded(key.Value.Officer), RecordAudit.Caller));
        if (ended != ExitCode.Done && !isThere) File.Delete(file);
        return ended;
    }

    private static async Task<Result<OfficerKey>> Kept(string name, string file, Screen screen, CancellationToken cancel)
    {
        var kept = await OfficerSigning.Read(file, screen, cancel);
        if (!kept.Succeeded) return kept.Failure;
        return kept.Value!.Officer.Name == name ? kept.Value : Failure.Conflict($"{file} holds the key of {kept.Value.Officer.Name}.");
    }

    private static async Task<int> Remove(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var officer = await OfficerSigning.Read(arguments.GetValue(Key), screen, cancel);
        if (!officer.Succeeded) return screen.Refuse(officer.Failure, "Nothing was decided.");
        return DecisionPlace.Decide(arguments, Folder, screen, (log, _) => log.Ask(new Decision.OfficerRemoved(arguments.GetValue(Name)!), RecordAudit.Caller, officer.Value));
    }

    private static async Task<int> Agree(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var officer = await OfficerSigning.Read(arguments.GetValue(OwnKey), screen, cancel);
        if (!officer.Succeeded) return screen.Refuse(officer.Failure, "Nothing was decided.");
        return DecisionPlace.Decide(arguments, Folder, screen, (log, _) => log.Agree(arguments.GetValue(Entry), RecordAudit.Caller, officer.Value!));
    }

    private static int Stop(ParseResult arguments, Screen screen) =>
        DecisionPlace.Decide(arguments, Folder, screen, (log, _) => log.Stop(arguments.GetValue(Entry), RecordAudit.Caller));

    private static int List(ParseResult arguments, Screen screen)
    {
        var looked = DecisionPlace.Look(arguments, Folder, screen);
        if (!looked.Succeeded) return screen.Refuse(looked.Failure);
        var state = looked.Value.State;
        OfficerList list = new([.. state.Officers.Values.Select(officer => new OfficerView(officer.Name, officer.PublicKeyHex))], PendingView.Of(state));
        return screen.Show(list, CliJson.Lines.OfficerList, _ =>
        {
            if (list.Officers.Length == 0) screen.TellPlain("There is no officer.");
            foreach (var officer in list.Officers) screen.TellPlain($"{officer.Name}  {officer.PublicKeyHex}");
            foreach (var pending in list.Pending) screen.TellPlain(pending.Text);
        });
    }
}
