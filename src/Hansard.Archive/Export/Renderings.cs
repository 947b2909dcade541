using Hansard.Archive.Export.Actiance;
using Hansard.Archive.Export.Csv;
using Hansard.Archive.Export.Html;
using Hansard.Archive.Export.Mail;
using Hansard.Record.Prove;

namespace Hansard.Archive.Export;

/// <summary>Which format is written by what.</summary>
internal static class Renderings
{
    public static string NameOf(ExportFormat format) => format switch
    {
        ExportFormat.Jsonl => "jsonl",
        ExportFormat.Csv => "csv",
        ExportFormat.Actiance => "actiance",
        ExportFormat.Eml => "eml",
        ExportFormat.Rsmf => "rsmf",
        ExportFormat.Html => "html",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Null where the lines themselves are the format.</summary>
    public static Rendering? Of(ExportFormat format, ExportLayout layout, ExportState state) => format switch
    {
        ExportFormat.Csv => new CsvRendering(layout, state),
        ExportFormat.Actiance => new ActianceRendering(layout, state),
        ExportFormat.Eml => new EmlRendering(layout),
        ExportFormat.Rsmf => new RsmfRendering(layout),
        ExportFormat.Html => new HtmlRendering(layout),
        _ => null,
    };

    /// <summary>Whether attachments stay beside the files of the format; others hold them inside.</summary>
    public static bool KeepsAttachments(ExportFormat format) => format is not (ExportFormat.Eml or ExportFormat.Rsmf);

    /// <summary>Files over all parts, written when these are finished.</summary>
    public static IEnumerable<WrittenFile> TyingTogether(ExportFormat format, ExportLayout layout, ExportState state) =>
        format == ExportFormat.Html ? [HtmlIndex.Write(layout, state)] : [];
}
