using System.CommandLine;
using System.CommandLine.Parsing;
using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Record.Format;

namespace Hansard.Cli.Record;

/// <summary>Notes in the audit log what somebody is about to see of a record, or to take from it: before he does, and if that fails he does not.</summary>
internal static class RecordAudit
{
    /// <summary>Who runs this command, as far as the machine can tell.</summary>
    public static string Caller => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>Why nothing may be shown; null where it may.</summary>
    /// <param name="kind">One of <see cref="AuditKinds"/>.</param>
    public static Failure? Note(RecordLayout record, string kind, ParseResult asked, Screen screen)
    {
        var identity = IdentityFolder(record);
        if (!Directory.Exists(identity))
        {
            screen.Warn("hansard: This is a copy of a record, without its keeper's keys: what you do here is not in the record's audit log.");
            return null;
        }
        try
        {
            var log = Open(record);
            if (!log.Succeeded) return log.Failure;
            log.Value.Note(new AuditEntry(kind, Caller, Asked(asked)));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failure.Internal($"The audit log cannot be written, so nothing is shown: {e.Message}");
        }
    }

    /// <summary>The audit log of a record whose keeper's keys are here.</summary>
    public static Result<AuditLog> Open(RecordLayout record)
    {
        var identity = IdentityFolder(record);
        if (!Directory.Exists(identity)) return Failure.Forbidden("This is a copy of a record, without its keeper's keys. What leaves a record is decided where it is kept.");
        var disk = new PosixDisk();
        var key = RecordPlace.ReadKey(record.VerifierKeyFile);
        if (!key.Succeeded) return key.Failure;
        return AuditKey.Find(disk, Path.Combine(identity, AuditKey.FileName), key.Value) is { } signer
            ? new AuditLog(record, disk, signer, TimeProvider.System)
            : Failure.Invalid("This record has no audit log yet, and nothing is shown or decided without one. Start its recorder once: that begins it.");
    }

    /// <summary>A record's folder is <c>BOT/integration/hansard-compliance</c>.</summary>
    private static string IdentityFolder(RecordLayout record) => Path.GetFullPath(Path.Combine(record.Folder, "..", "..", "identity"));

    /// <summary>What was given to the command, as it was written.</summary>
    private static LineMember[] Asked(ParseResult asked) => [.. asked.CommandResult.Children
        .Select(child => (Name: NameOf(child), child.Tokens))
        .Where(given => given is { Name: not null, Tokens.Count: > 0 })
        .OrderBy(given => given.Name, StringComparer.Ordinal)
        .Select(given => new LineMember(given.Name!, CanonicalJson.Build(writer =>
        {
            writer.StartArray();
            foreach (var token in given.Tokens) writer.String(token.Value);
            writer.EndArray();
        })))];

    private static string? NameOf(SymbolResult given) => given switch
    {
        OptionResult option => option.Option.Name.TrimStart('-'),
        ArgumentResult argument => argument.Argument.Name.ToLowerInvariant(),
        _ => null,
    };
}
