using System.CommandLine;
using System.Text;
using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Merkle;
using Hansard.Record.Prove;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record check</c>: needs the proof, or the export, and the key, and nothing of the record.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string> Proof = new("FILE") { Description = "What 'hansard record prove' or 'hansard record export' wrote." };

    private static readonly Option<string> Key = new("--key") { Description = "File with the record's verifier key, from a source that you trust.", HelpName = "FILE", Required = true };

    public static Command Create() => new Command("check", "Check a proof and show the line that it proves, or check an export.") { Proof, Key }.Does((arguments, screen, _) => Task.FromResult(Check(arguments, screen)));

    private static int Check(ParseResult arguments, Screen screen)
    {
        var path = arguments.GetValue(Proof)!;
        var key = RecordPlace.ReadKey(arguments.GetValue(Key)!);
        if (!key.Succeeded) return screen.Refuse(key.Failure);
        if (Directory.Exists(path)) return CheckExport(path, key.Value, screen);
        if (!TlogProof.TryParse(File.ReadAllBytes(path), out var proof)) return screen.Refuse(Failure.Invalid($"{path} is no proof."));
        if (LineProof.Check(proof!, key.Value, out var fault) is not { } proved) return screen.Refuse(Failure.Invalid($"{path} proves nothing: {fault}."));
        using var line = JsonDocument.Parse(proved.Line);
        var told = new CheckedProof(proved.Entry.Position.Seq, proved.Index, proved.Checkpoint.Origin, proved.Checkpoint.Size, proved.Entry.IsRemoved, line.RootElement.Clone());
        return screen.Show(told, CliJson.Lines.CheckedProof, _ =>
        {
            screen.TellPlain($"Proved: fact {told.Seq} is line {told.Index + 1} of {told.Origin}, which had {told.Size} lines when it was signed.");
            if (told.IsRemoved) screen.TellPlain("What it said was removed since; its hash is left.");
            screen.TellPlain(Encoding.UTF8.GetString(proved.Line));
        });
    }

    private static int CheckExport(string folder, VerifierKey key, Screen screen)
    {
        var found = ExportCheck.Run(folder, key);
        if (found.Fault is { } fault && !screen.Json) return screen.Refuse(Failure.Invalid($"{folder} proves nothing: {fault}."));
        screen.Show(found, CliJson.Lines.CheckedExport, _ =>
        {
            screen.TellPlain($"Proved: its {found.Lines} lines stand in {found.Origin}, which had {found.Size} lines when it was signed.");
            if (found.Removed > 0) screen.TellPlain($"What {found.Removed} of them said was removed before the export; their hashes are left.");
            screen.TellPlain($"Its {found.Files} files are those that it lists.");
        });
        return found.IsSound ? ExitCode.Done : ExitCode.Refused;
    }
}

/// <param name="Index">In the log, from 0.</param>
/// <param name="Size">Of the log when its checkpoint was signed.</param>
internal sealed record CheckedProof(long Seq, long Index, string Origin, long Size, bool IsRemoved, JsonElement Line);
