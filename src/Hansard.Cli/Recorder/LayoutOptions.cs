using System.CommandLine;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Recorder;

namespace Hansard.Cli.Recorder;

/// <summary>Where a recorder writes its record. The first start decides: later ones go on there or not at all.</summary>
internal static class LayoutOptions
{
    private static readonly Option<string?> Messages = new("--messages-folder") { Description = "Where message files are written; messages in the record's folder by default.", HelpName = "DIR" };

    private static readonly Option<string?> Prefix = new("--file-prefix") { Description = $"How the names of message files begin; {RecordLayout.DefaultPrefix} by default.", HelpName = "NAME" };

    private static readonly Option<string?> Attachments = new("--attachments-folder") { Description = "Where attachments are written; attachments in the record's folder by default.", HelpName = "DIR" };

    private static readonly Option<bool> OneFile = new("--one-file") { Description = $"Never begin a new file: all messages go into {RecordLayout.DefaultPrefix}.log in the record's folder. Nothing of it can be copied to a bucket or removed by rules." };

    public static IEnumerable<Option> All => [Messages, Prefix, Attachments, OneFile];

    public static Result<RecorderSettings> Apply(ParseResult arguments, RecorderSettings settings)
    {
        settings = settings with
        {
            MessagesFolder = arguments.GetValue(Messages), FilePrefix = arguments.GetValue(Prefix) ?? RecordLayout.DefaultPrefix,
            AttachmentsFolder = arguments.GetValue(Attachments), IsOneFile = arguments.GetValue(OneFile),
        };
        if (settings.IsOneFile && (settings.MessagesFolder ?? arguments.GetValue(Prefix)) is not null) return Failure.Invalid("--one-file has one place and one name: leave out --messages-folder and --file-prefix.");
        if (settings is { IsOneFile: true, Copies.S3: not null }) return Failure.Invalid("--copy-s3 copies closed files, and with --one-file none is ever closed.");
        return settings.LayoutFault is { } fault ? Failure.Invalid(fault) : settings;
    }
}
