using System.CommandLine;
using Hansard.Archive.Witness;
using Hansard.Cli.Output;
using Hansard.Protocol;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record witness</c>: run it as often as the record is to be out of its holders' hands, such as from a timer; the recorder may run.</summary>
internal static class WitnessCommand
{
    /// <summary>How long a witness may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Option<Uri> Witness = Values.Server("--witness");
    private static readonly Option<string> WitnessKey = new("--witness-key") { Description = "File with the witness's key.", HelpName = "FILE", Required = true };

    public static Command Create() => new Command("witness", "Have a witness sign what the log is now (C2SP tlog-witness).")
    {
        Folder, Witness, WitnessKey, RecordPlace.Key,
    }.WithPlaces().Does(Ask);

    private static async Task<int> Ask(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var layout = RecordPlace.Find(arguments, Folder, RecordPlace.Key);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        var key = RecordPlace.ReadKey(arguments.GetValue(RecordPlace.Key) ?? layout.Value.VerifierKeyFile);
        if (!key.Succeeded) return screen.Refuse(key.Failure);
        var witness = RecordPlace.ReadKey(arguments.GetValue(WitnessKey)!);
        if (!witness.Succeeded) return screen.Refuse(witness.Failure);
        using HttpClient http = new() { Timeout = Patience };
        WitnessAnswer answer;
        try
        {
            answer = await WitnessedCheckpoint.AskAsync(layout.Value, key.Value, witness.Value, new WitnessClient(http, arguments.GetValue(Witness)!, witness.Value), cancel);
        }
        catch (InvalidDataException e)
        {
            return screen.Refuse(Failure.Invalid(e.Message));
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return screen.Refuse(Failure.Internal($"The witness did not answer within {Patience.TotalSeconds} seconds."));
        }
        if (answer.Fault is { } fault)
            return screen.Refuse(answer.Contradicts ? Failure.Conflict(fault) : Failure.Invalid(fault), answer.Contradicts ? "Somebody must look: keep both states of the record." : null);
        screen.TellPlain($"{witness.Value.Name} has signed the log; {layout.Value.WitnessedFile} holds it.");
        return ExitCode.Done;
    }
}
