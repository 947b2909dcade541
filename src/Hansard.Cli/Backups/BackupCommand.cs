using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Serve;
using Hansard.Server.Backups;
using Spectre.Console;

namespace Hansard.Cli.Backups;

/// <summary><c>hansard backup</c>: the store and the keys as they are at one moment, beside the running server.</summary>
internal static class BackupCommand
{
    private static readonly Option<string> To = new("--to") { Description = "An empty folder, or one that is made.", HelpName = "FOLDER", Required = true };

    public static Command Create() => new Command("backup", "Copy the store and the keys into a folder; the server may run.") { To, Settings.DataOption }.Does(BackUp);

    private static async Task<int> BackUp(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var to = arguments.GetValue(To)!;
        var written = await new StoreBackup(Settings.Of(arguments), TimeProvider.System).Write(to, cancel);
        return written.Succeeded ? Show(written.Value, screen, $"Backed up to {to}") : screen.Refuse(written.Failure);
    }

    /// <summary>What a backup holds.</summary>
    public static int Show(BackupManifest manifest, Screen screen, string done) => screen.Show(manifest, CliJson.Lines.BackupManifest, people =>
    {
        people.MarkupLine($"{done.EscapeMarkup()}: {manifest.Rows:N0} rows of {manifest.Tables.Count} tables and {manifest.Files.Count} files, as of {manifest.At:u}.");
        foreach (var journal in manifest.Journals) people.MarkupLine($"The journal of {journal.Network} goes to fact {journal.Head}, {journal.HeadHash[..16]}.");
    });
}
