using Hansard.Archive.Export;
using Hansard.Archive.Search;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Export;

/// <summary>Exports a whole record by its index, as the command does, and says first who it is.</summary>
internal static class VictimExporter
{
    public const string Verb = "export";

    public static int Run(string folder, string format, string to)
    {
        Console.Out.WriteLine(Environment.ProcessId);
        Export(new RecordLayout(folder), Enum.Parse<ExportFormat>(format), to);
        return 0;
    }

    public static void Export(RecordLayout layout, ExportFormat format, string to)
    {
        using var index = RecordIndex.Open(layout, RecordIndex.FolderOf(layout));
        var plan = ExportPlan.Of(layout, TestKey.Signer.Key, to, format, SelectionJson.Of(Selection.Everything));
        RecordExport.Run(plan, IndexedSource.Of(layout, plan.Key, index, Selection.Everything), () => { }, TimeProvider.System, _ => { }, CancellationToken.None);
    }
}
