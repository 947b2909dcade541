using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Serve;
using Hansard.Server.Backups;

namespace Hansard.Cli.Backups;

/// <summary><c>hansard restore</c>: a backup into an empty data folder, and an empty schema where it is one of PostgreSQL.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string> From = new("--from") { Description = "A backup that 'hansard backup' has written.", HelpName = "FOLDER", Required = true };

    public static Command Create() => new Command("restore", "Put a backup back into an empty data folder and verify it.") { From, Settings.DataOption }.Does(Restore);

    private static async Task<int> Restore(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var settings = Settings.Of(arguments);
        var restored = await new StoreRestore(settings).Read(arguments.GetValue(From)!, cancel);
        if (!restored.Succeeded) return screen.Refuse(restored.Failure);
        BackupCommand.Show(restored.Value, screen, $"Restored into {settings.DataFolder}");
        screen.Tell("What was said after that moment is not in it: a recorder that has followed the journal further is refused, and keeps its record.");
        return ExitCode.Done;
    }
}
