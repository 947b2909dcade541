using Hansard.Archive.Search;
using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Search;

/// <summary>Indexes a record in small chunks and says each one; when nothing is left it begins with an index of its own elsewhere, until it is killed.</summary>
internal static class VictimIndexer
{
    public const string Verb = "index-until-killed";

    private const int ChunkLines = 40;

    public static int Run(string folder)
    {
        var layout = new RecordLayout(folder);
        using (var index = RecordIndex.Open(layout, RecordIndex.FolderOf(layout), ChunkLines)) index.CatchUp(new Saying());
        while (true)
        {
            var elsewhere = Path.Combine(folder, "elsewhere");
            if (Directory.Exists(elsewhere)) Directory.Delete(elsewhere, recursive: true);
            using var index = RecordIndex.Open(layout, elsewhere, ChunkLines);
            index.CatchUp(new Saying());
        }
    }

    private sealed class Saying : IProgress<IndexProgress>
    {
        public void Report(IndexProgress value)
        {
            Console.Out.WriteLine(value.Lines);
            Console.Out.Flush();
        }
    }
}
