using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>Removes line after line of a record, file by file, and says how many each time; when none is left it orders the same again, until it is killed.</summary>
internal static class VictimRemover
{
    public const string Verb = "remove-until-killed";

    public const int Facts = 4_000;

    public static readonly Rotation Rotation = new(MaximumBytes: 200_000);

    public static int Run(string folder)
    {
        var layout = new RecordLayout(folder);
        using var hold = RecordHold.Take(layout, new PosixDisk());
        LineRemover remover = new(layout, hold.Disk, TestKey.Signer);
        remover.Recover();
        var files = layout.InOrder(Directory.EnumerateFiles(layout.MessagesFolder)).Where(layout.IsClosedFile).ToArray();
        for (var n = 0; ; n++)
            foreach (var file in files)
            {
                var places = RecordReader.StoredLines(file).Where(line => !RemovedLine.TryRead(line.Utf8, out _)).Select(line => line.Number - 1L).Take(3).ToArray();
                Console.Out.WriteLine(remover.Remove(new RemovalOrder(Path.GetFileName(file), places, $"rule#{n}", RemovalRecord.At)).Lines);
                Console.Out.Flush();
            }
    }
}
