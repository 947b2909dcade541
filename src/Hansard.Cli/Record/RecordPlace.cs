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

    public static readonly Option<string> Prefix = new("--prefix")
    {
        Description = "How the names of the message files begin.", HelpName = "NAME", DefaultValueFactory = _ => RecordLayout.DefaultPrefix,
    };

    public static readonly Option<string?> Attachments = new("--attachments") { Description = "Folder of the attachments, where they are not in the record's.", HelpName = "DIR" };

    public static Argument<string> Folder(string name = "DIR", string description = "The record's folder, or the folder of its bot.") => new(name) { Description = description };

    /// <summary>Finds the record in a folder: as it is written, unrotated in the folder itself, or below a bot's folder.</summary>
    public static Result<RecordLayout> Find(string folder, string prefix, string? attachments)
    {
        folder = Path.GetFullPath(folder);
        foreach (var place in new[] { folder, Path.Combine(folder, "integration", "hansard-compliance") })
        {
            var layout = new RecordLayout(place, prefix);
            if (attachments is not null) layout = layout with { AttachmentsFolder = Path.GetFullPath(attachments) };
            if (Directory.Exists(layout.MessagesFolder)) return layout;
            layout = layout with { MessagesFolder = place };
            if (File.Exists(layout.CurrentFile)) return layout;
        }
        return Failure.NotFound($"There is no record in {folder}.");
    }

    public static Result<RecordLayout> Find(ParseResult arguments, Argument<string> folder) =>
        Find(arguments.GetValue(folder)!, arguments.GetValue(Prefix)!, arguments.GetValue(Attachments));

    public static Result<VerifierKey> ReadKey(string path)
    {
        if (!File.Exists(path)) return Failure.NotFound($"There is no key in {path}.");
        return VerifierKey.TryParse(File.ReadAllText(path).Trim(), out var key) ? key! : Failure.Invalid($"{path} holds no verifier key: one line NAME+ID+KEY.");
    }
}
