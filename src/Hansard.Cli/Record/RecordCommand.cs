using System.CommandLine;

namespace Hansard.Cli.Record;

/// <summary>What is done with a record beside writing it.</summary>
internal static class RecordCommand
{
    public static Command Create() => new("record", "Work with what was recorded.")
    {
        DirectoryCommand.Create(),
    };
}
