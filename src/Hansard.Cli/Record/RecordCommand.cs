using System.CommandLine;
using Hansard.Cli.Record.Retention;

namespace Hansard.Cli.Record;

/// <summary>What is done with a record beside writing it: an auditor needs no server and no recorder for it.</summary>
internal static class RecordCommand
{
    public static Command Create() => new("record", "Work with what was recorded: search it, verify it, prove a line, export lines, compare it with another, decide what leaves it.")
    {
        DirectoryCommand.Create(),
        SearchCommand.Create(),
        VerifyCommand.Create(),
        ProveCommand.Create(),
        CheckCommand.Create(),
        ExportCommand.Create(),
        CompareCommand.Create(),
        WitnessCommand.Create(),
        AuditCommand.Create(),
        PolicyCommand.Create(),
        HoldCommand.Create(),
        OfficerCommand.Create(),
        RetentionCommand.Create(),
    };
}
