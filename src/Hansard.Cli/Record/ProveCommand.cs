using System.CommandLine;
using System.Globalization;
using Hansard.Archive.Audit;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Prove;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record prove</c>: one line with all that is needed to check it, for somebody who may not have the rest.</summary>
internal static class ProveCommand
{
    private static readonly Argument<string> Folder = RecordPlace.Folder();

    private static readonly Argument<long> Seq = new("SEQ")
    {
        Description = "Number of the fact in the journal.",
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq > 0) return seq;
            result.AddError("SEQ is a number from 1.");
            return 0;
        },
    };

    private static readonly Option<string> Out = new("--out") { Description = "Where the proof goes.", HelpName = "FILE", Required = true };
    private static readonly Option<int> Part = Values.Number("--part", 0, int.MaxValue, 0, "Which line of a fact with several.");
    private static readonly Option<int> Revision = Values.Number("--revision", 0, int.MaxValue, 0, "Which completion of it; 0 as first recorded.");

    public static Command Create() => new Command("prove", "Write a line of a record with the proof that it stands in the log.")
    {
        Folder, Seq, Out, Part, Revision, RecordPlace.Key,
    }.WithPlaces().Does((arguments, screen, _) => Prove(arguments, screen));

    private static async Task<int> Prove(ParseResult arguments, Screen screen)
    {
        var layout = RecordPlace.Find(arguments, Folder, RecordPlace.Key);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        var key = RecordPlace.ReadKey(arguments.GetValue(RecordPlace.Key) ?? layout.Value.VerifierKeyFile);
        if (!key.Succeeded) return screen.Refuse(key.Failure);
        var seq = arguments.GetValue(Seq);
        if (LineProof.Make(layout.Value, key.Value, seq, arguments.GetValue(Part), arguments.GetValue(Revision), out var fault) is not { } proof)
            return screen.Refuse(Failure.Invalid($"Nothing is proved: {fault}."));
        if (RecordAudit.Note(layout.Value, AuditKinds.Prove, arguments, screen) is { } refused) return screen.Refuse(refused);
        var path = arguments.GetValue(Out)!;
        await File.WriteAllBytesAsync(path, proof.ToUtf8());
        screen.TellPlain($"{path} proves fact {seq}. Whoever checks it needs the key {key.Value}, from a source that he trusts.");
        return ExitCode.Done;
    }
}
