using System.CommandLine;
using Hansard.Archive.Witness;
using Hansard.Cli.Record;
using Hansard.Protocol;
using Hansard.Record.Merkle;

namespace Hansard.Cli.Recorder;

/// <summary>Whom a recorder asks to sign its checkpoints: an address and a key for each, in the same order.</summary>
internal static class WitnessOptions
{
    private static readonly Option<string[]> Witnesses = new("--witness") { Description = "Have a witness sign what the log is, once a minute while it grows (C2SP tlog-witness). May be repeated.", HelpName = "URL" };

    private static readonly Option<string[]> Keys = new("--witness-key") { Description = "File with that witness's key; one for each --witness.", HelpName = "FILE" };

    public static IEnumerable<Option> All => [Witnesses, Keys];

    public static Result<IReadOnlyList<WitnessTarget>> Targets(ParseResult arguments)
    {
        var (addresses, keys) = (arguments.GetValue(Witnesses) ?? [], arguments.GetValue(Keys) ?? []);
        if (addresses.Length != keys.Length) return Failure.Invalid("Each --witness needs its --witness-key.");
        var targets = new List<WitnessTarget>();
        foreach (var (text, file) in addresses.Zip(keys))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return Failure.Invalid($"{text} is no http or https address of a witness.");
            var key = RecordPlace.ReadKey(file);
            if (!key.Succeeded) return key.Failure;
            if (key.Value.Algorithm != VerifierKey.Cosigns) return Failure.Invalid($"{file} holds the key of a log, not of a witness.");
            targets.Add(new WitnessTarget(address, key.Value));
        }
        return targets;
    }
}
