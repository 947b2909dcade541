using System.CommandLine;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Record.Merkle;

namespace Hansard.Cli.Record;

/// <summary>Where a record is that somebody names on the command line, and under which key it is to be.</summary>
internal static class RecordPlace
{
    public static readonly Option<string?> Key = new("--key")
    {
        Description = "File with the record's verifier key, from a source that is not the record; without it, the one that the record itself names.", HelpName = "FILE",
    };

    public static readonly Option<string?> Prefix = new("--prefix") { Description = "How the names of the message files begin, where the record does not say it.", HelpName = "NAME" };

    private static readonly Option<string?> Messages = new("--messages") { Description = "Folder of the message files, where they are not in the places that the record names.", HelpName = "DIR" };

    private static readonly Option<string?> Attachments = new("--attachments") { Description = "Folder of the attachments, where they are not in the places that the record names.", HelpName = "DIR" };

    /// <summary>For records whose files are not where the record itself says.</summary>
    public static Command WithPlaces(this Command command)
    {
        foreach (var option in (Option[])[Prefix, Messages, Attachments]) command.Options.Add(option);
        return command;
    }

    public static Argument<string> Folder(string name = "DIR", string description = "The record's folder, or the folder of its bot.") => new(name) { Description = description };

    /// <summary>Finds the record in a folder: where its signed note says, as it is usually written, unrotated in the folder itself, or below a bot's folder.</summary>
    /// <returns>Refused as a conflict where the record says it in a way that its key did not sign.</returns>
    public static Result<RecordLayout> Find(ParseResult arguments, Argument<string> folder, Option<string?>? key = null) =>
        Find(Path.GetFullPath(arguments.GetValue(folder)!), new Named(arguments.GetValue(Prefix), arguments.GetValue(Messages), arguments.GetValue(Attachments), key is null ? null : arguments.GetValue(key)));

    private static Result<RecordLayout> Find(string folder, Named named)
    {
        foreach (var place in new[] { folder, Path.Combine(folder, "integration", "hansard-compliance") })
        {
            var layout = new RecordLayout(place);
            if (File.Exists(layout.LayoutFile)) return Noted(layout, named);
            layout = named.Over(layout);
            if (Directory.Exists(layout.MessagesFolder)) return layout;
            layout = layout with { MessagesFolder = place };
            if (File.Exists(layout.CurrentFile)) return layout;
        }
        return Failure.NotFound($"There is no record in {folder}.");
    }

    private static Result<RecordLayout> Noted(RecordLayout usual, Named named)
    {
        var key = ReadKey(named.Key ?? usual.VerifierKeyFile);
        if (!key.Succeeded) return key.Failure;
        if (!LayoutNote.TryOpen(File.ReadAllBytes(usual.LayoutFile), key.Value, out var note, out var fault)) return Failure.Conflict(fault!);
        var layout = note!.In(usual.Folder);
        // What the command names is looked at in any case; what the record names only where it is the record's own.
        if (named.Messages is null && !LayoutNote.IsOwn(layout.Folder, layout.MessagesFolder, key.Value))
            return Failure.NotFound($"This record's messages were written to {note.Messages}, and are not there on this machine. Say with --messages where they are.");
        if (named.Attachments is null && !LayoutNote.IsOwn(layout.Folder, layout.AttachmentsFolder, key.Value))
            return Failure.NotFound($"This record's attachments were written to {note.Attachments}, and are not there on this machine. Say with --attachments where they are.");
        return named.Over(layout);
    }

    public static Result<VerifierKey> ReadKey(string path)
    {
        if (!File.Exists(path)) return Failure.NotFound($"There is no key in {path}.");
        return VerifierKey.TryParse(File.ReadAllText(path).Trim(), out var key) ? key! : Failure.Invalid($"{path} holds no verifier key: one line NAME+ID+KEY.");
    }

    /// <summary>What the command line says about it; null where it says nothing.</summary>
    private sealed record Named(string? Prefix, string? Messages, string? Attachments, string? Key)
    {
        public RecordLayout Over(RecordLayout layout) => layout with
        {
            Prefix = Prefix ?? layout.Prefix,
            MessagesFolder = Messages is null ? layout.MessagesFolder : Path.GetFullPath(Messages),
            AttachmentsFolder = Attachments is null ? layout.AttachmentsFolder : Path.GetFullPath(Attachments),
        };
    }
}
