using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Cli.Serve;
using Hansard.Server;
using Hansard.Server.Moving;
using Spectre.Console;

namespace Hansard.Cli.Moving;

/// <summary><c>hansard migrate</c>: a whole installation's store from one engine to the other, with no server running.</summary>
internal static class MigrateCommand
{
    private const int ChunkRowsMaximum = 1_000_000;

    private static readonly Option<string> From = Place("--from", "Where the store is now; it is not changed.");
    private static readonly Option<string> To = Place("--to", "Where it goes; empty, or the target of the same move that was cut off.");
    private static readonly Option<bool> VerifyOnly = new("--verify") { Description = "Only compare the two, row by row." };

    private static readonly Option<int> Chunk = Values.Number("--chunk", 1, ChunkRowsMaximum, StoreMove.ChunkRowsUsually, "Rows that are committed together.");

    public static Command Create() => new Command("migrate", "Move everything that is stored between SQLite and PostgreSQL; stop the server first.")
    {
        From, To, VerifyOnly, Chunk, Settings.DataOption,
    }.Does(Migrate);

    private static Option<string> Place(string name, string description) => new(name)
    {
        Description = $"{description} sqlite (in the data folder), sqlite:FOLDER, postgres (what $HANSARD_DB names) or a connection string.", HelpName = "WHERE", Required = true,
    };

    private static async Task<int> Migrate(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var settings = Settings.Of(arguments);
        var from = StorePlace.Parse(arguments.GetValue(From)!, settings);
        if (!from.Succeeded) return screen.Refuse(from.Failure);
        var to = StorePlace.Parse(arguments.GetValue(To)!, settings);
        if (!to.Succeeded) return screen.Refuse(to.Failure);
        var only = arguments.GetValue(VerifyOnly);
        var moved = await MoveBar.Show(screen, progress =>
        {
            StoreMove move = new(from.Value, to.Value) { ChunkRows = arguments.GetValue(Chunk), Progress = progress };
            return only ? move.Verify(cancel) : move.Run(cancel);
        });
        if (!moved.Succeeded) return screen.Refuse(moved.Failure);
        return screen.Show(new Moved(!only, moved.Value.From, moved.Value.To, moved.Value.Rows, moved.Value.Tables, moved.Value.Journals), CliJson.Lines.Moved, people =>
        {
            people.MarkupLine($"{(only ? "Equal" : "Moved")}: {moved.Value.Rows:N0} rows of {moved.Value.Tables.Count} tables, by SHA-256 of each table.");
            foreach (var journal in moved.Value.Journals) people.MarkupLine($"The journal of {journal.Network} goes to fact {journal.Head}, {journal.HeadHash[..16]}.");
            if (!only) TellNext(to.Value, settings, people);
        });
    }

    private static void TellNext(StorePlace to, ServerSettings settings, IAnsiConsole people)
    {
        var data = to.Folder ?? settings.DataFolder;
        people.MarkupLine(to.Folder is null
            ? $"Now set [bold]HANSARD_DB[/] to the connection string of {to.ToString().EscapeMarkup()} and start the server."
            : $"Now unset [bold]HANSARD_DB[/], set [bold]HANSARD_DATA[/] to {data.EscapeMarkup()} and start the server.");
        people.MarkupLine(data == settings.DataFolder
            ? $"The data folder {data.EscapeMarkup()} with its keys stays needed. When all is well, remove the old store."
            : $"Copy the keys and files of {settings.DataFolder.EscapeMarkup()} (all but hansard.db*, lock and admin.sock) there first. When all is well, remove the old store.");
    }
}

/// <summary>What <c>hansard migrate --json</c> says last.</summary>
/// <param name="Changed">False where the two were only compared.</param>
internal sealed record Moved(bool Changed, string From, string To, long Rows, IReadOnlyList<TableDigest> Tables, IReadOnlyList<JournalMark> Journals);
