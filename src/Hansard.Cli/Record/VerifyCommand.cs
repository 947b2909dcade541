using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record verify</c>: 0 sound, 1 not, and the first line says where; 2 when there was nothing to verify.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string> Folder = RecordPlace.Folder();

    private static readonly Option<string?> Witness = new("--witness-key") { Description = "File with the key of a witness whose signature the record must show.", HelpName = "FILE" };

    /// <summary>Rules whose removed lines are counted one by one.</summary>
    private const int ShownRules = 20;

    public static Command Create() => new Command("verify", "Check every line, file, signature and attachment of a record against its log.")
    {
        Folder, RecordPlace.Key, Witness,
    }.WithPlaces().Does((arguments, screen, cancel) => Task.FromResult(Verify(arguments, screen, cancel)));

    private static int Verify(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var layout = RecordPlace.Find(arguments, Folder, RecordPlace.Key);
        if (layout.Failure is { Status: Status.Conflict } misled) return Spoiled("log/layout", misled.Description, screen);
        if (!layout.Succeeded) return Unreadable(layout.Failure, screen);
        var trusted = arguments.GetValue(RecordPlace.Key);
        // A key that the record does not name is a finding about the record; one that cannot be read is not.
        if (trusted is null && !File.Exists(layout.Value.VerifierKeyFile)) return Unreadable(Failure.NotFound("The record names no key. Give one with --key."), screen);
        var key = RecordPlace.ReadKey(trusted ?? layout.Value.VerifierKeyFile);
        if (!key.Succeeded) return trusted is null ? Spoiled(Path.GetRelativePath(layout.Value.Folder, layout.Value.VerifierKeyFile), "it holds no verifier key", screen) : Unreadable(key.Failure, screen);
        var witness = arguments.GetValue(Witness) is { } file ? RecordPlace.ReadKey(file) : (Result<VerifierKey>?)null;
        if (witness is { Succeeded: false, Failure: var refused }) return Unreadable(refused!, screen);
        try
        {
            return Show(new RecordVerifier(layout.Value, key.Value) { Witness = witness?.Value }.Run(cancel), trusted is not null, screen);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(Failure.Internal(e.Message), screen);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is IOException or UnauthorizedAccessException))
        {
            return Unreadable(Failure.Internal(e.InnerExceptions[0].Message), screen);
        }
    }

    private static int Show(Verification found, bool isTrusted, Screen screen)
    {
        screen.Show(found, CliJson.Lines.Verification, _ =>
        {
            foreach (var finding in found.Findings) screen.TellPlain(finding.ToString());
            if (found.FindingCount > found.Findings.Count) screen.TellPlain($"and {found.FindingCount - found.Findings.Count} more");
            if (found.IsSound) Summarise(found, screen);
        });
        if (!isTrusted && !screen.Json) screen.Warn($"The key was taken from the record itself: {found.Key}. Compare it with one from elsewhere, or give that with --key.");
        return found.IsSound ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Summarise(Verification found, Screen screen)
    {
        screen.TellPlain($"Sound: {found.Lines} lines, facts {found.FirstSeq} to {found.LastSeq}, {found.Files} files, {found.Attachments} attachments, {found.Removed.Values.Sum()} removed lines.");
        foreach (var (rule, lines) in found.Removed.OrderByDescending(one => one.Value).Take(ShownRules)) screen.TellPlain($"Removed by {rule}: {lines} lines.");
        if (found.Removed.Count > ShownRules) screen.TellPlain($"Removed by {found.Removed.Count - ShownRules} other rules: the rest. --json shows all.");
        foreach (var file in found.BeingRemoved) screen.TellPlain($"A removal of lines from {file} is being finished.");
        screen.TellPlain($"Log {found.Size} {found.RootBase64}");
        screen.TellPlain(found.JournalKeyHex is null ? "No head of the journal has been kept yet." : $"The server signed the journal at {found.Heads} of these facts with {found.JournalKeyHex}.");
        if (found.WitnessedSize > 0) screen.TellPlain($"A witness has signed the log up to line {found.WitnessedSize}.");
        if (found.Audit is { } audit) screen.TellPlain($"Audit log: sound, {audit.Lines} entries.");
        if (found.Retention is { } decided) Retention.DecidedText.Summarise(decided, screen);
        if (found.NotCovered > 0) screen.TellPlain($"The recorder is running: {found.NotCovered} newer lines are about to be logged and were not verified.");
    }

    /// <summary>What the record says of its key and of its places is part of what is verified.</summary>
    private static int Spoiled(string file, string reason, Screen screen)
    {
        Finding finding = new(file, 1, 0, reason);
        screen.Show(finding, CliJson.Lines.RecordFinding, _ => screen.TellPlain(finding.ToString()));
        return ExitCode.Refused;
    }

    private static int Unreadable(Failure failure, Screen screen)
    {
        screen.Refuse(failure);
        return ExitCode.Usage;
    }
}
