using System.CommandLine;
using System.Globalization;
using Hansard.Archive.Audit;
using Hansard.Archive.Export;
using Hansard.Archive.Search;
using Hansard.Cli.Output;
using Hansard.Protocol;

namespace Hansard.Cli.Record;

/// <summary><c>hansard record export</c>: a selection of a record for people and programs, each line of it with its proof.</summary>
internal static class ExportCommand
{
    /// <summary>For which a running recorder, which keeps the index, may lag behind the record.</summary>
    private static readonly TimeSpan IndexPatience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(2);

    private static readonly Argument<string> Folder = RecordPlace.Folder();
    private static readonly Option<ExportFormat> Format = new("--format") { Description = "What it looks like.", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "A folder that is not there yet, or that holds this very export unfinished.", HelpName = "PATH", Required = true };

    public static Command Create()
    {
        Command command = new("export", """
            Copy lines of a record, all or a selection, with their attachments and the proof that they stand in it, and show them in a format. When it is
            interrupted, the same command goes on with it.
            """);
        SelectionOptions.AddTo(command, Folder);
        foreach (Option option in (Option[])[Format, Out, RecordPlace.Key]) command.Add(option);
        return command.WithPlaces().Does(Export);
    }

    private static async Task<int> Export(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        var layout = RecordPlace.Find(arguments, Folder, RecordPlace.Key);
        if (!layout.Succeeded) return screen.Refuse(layout.Failure);
        var key = RecordPlace.ReadKey(arguments.GetValue(RecordPlace.Key) ?? layout.Value.VerifierKeyFile);
        if (!key.Succeeded) return screen.Refuse(key.Failure);
        if (SelectionOptions.Read(arguments).Read(out var fault) is not { } selection) return screen.Refuse(Failure.Invalid(fault!));
        try
        {
            var plan = ExportPlan.Of(layout.Value, key.Value, arguments.GetValue(Out)!, arguments.GetValue(Format), SelectionJson.Of(selection));
            using var index = SelectionOptions.OpenIndex(arguments, layout.Value);
            if (!await CatchUp(index, plan.Checkpoint.Size, screen, cancel)) return screen.Refuse(Failure.Internal("A running recorder keeps the index, and it is behind the record."), "Try again later, or name another folder with --index.");
            Reports reports = new(screen, TimeProvider.System);
            var result = RecordExport.Run(
                plan, IndexedSource.Of(layout.Value, key.Value, index, selection), Look, TimeProvider.System, reports.Report, cancel);
            return screen.Show(result, CliJson.Lines.ExportResult, _ => Tell(result, screen));

            void Look()
            {
                if (RecordAudit.Note(layout.Value, AuditKinds.Export, arguments, screen) is { } refusal) throw new ExportRefusedException(refusal.Description);
                // Whom the record knows is something that it tells, too.
                SelectionOptions.WarnOfUnknown(selection, index, screen);
            }
        }
        catch (ExportRefusedException refused)
        {
            return screen.Refuse(Failure.Conflict(refused.Message));
        }
        catch (InvalidDataException damage)
        {
            return screen.Refuse(Failure.Invalid(damage.Message), "Verify the record.");
        }
        catch (IndexDamagedException damage)
        {
            return screen.Refuse(Failure.Internal(damage.Message), "Export again: the damaged part of the index is made again first.");
        }
    }

    private static async Task<bool> CatchUp(RecordIndex index, long lines, Screen screen, CancellationToken cancel)
    {
        using CancellationTokenSource patience = new(IndexPatience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        using PeriodicTimer again = new(TimeSpan.FromSeconds(1));
        while (true)
        {
            IndexProgressLines.CatchUp(index, screen, cancel);
            cancel.ThrowIfCancellationRequested();
            if (index.Lines >= lines) return true;
            try
            {
                await again.WaitForNextTickAsync(either.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private static void Tell(ExportResult result, Screen screen)
    {
        screen.TellPlain(string.Create(CultureInfo.InvariantCulture, $"{result.Lines} lines of {result.Conversations} conversations exported to {result.Folder}: {result.Files} files, {result.Bytes} bytes, {result.Attachments} attachments."));
        if (result.MissingAttachments > 0) screen.TellPlain(string.Create(CultureInfo.InvariantCulture, $"{result.MissingAttachments} files are not there, and are shown as missing."));
        if (result.Undecryptable > 0) screen.TellPlain(string.Create(CultureInfo.InvariantCulture, $"{result.Undecryptable} lines could not be opened when they were recorded."));
        if (result.Removed > 0) screen.TellPlain(string.Create(CultureInfo.InvariantCulture, $"{result.Removed} lines were removed from the record, and are shown as removed."));
        screen.TellPlain($"Whoever receives it checks it with: {Screen.CommandName} record check {result.Folder} --key FILE");
    }

    /// <summary>Says on standard error how far it is, where it takes long.</summary>
    private sealed class Reports(Screen screen, TimeProvider time)
    {
        private long last = time.GetTimestamp();

        public void Report(ExportProgress progress)
        {
            if (time.GetElapsedTime(last) < BetweenReports) return;
            last = time.GetTimestamp();
            screen.Warn(string.Create(CultureInfo.InvariantCulture, $"hansard: exporting, {progress.Lines} lines copied, {progress.Shown} of them shown"));
        }
    }
}
