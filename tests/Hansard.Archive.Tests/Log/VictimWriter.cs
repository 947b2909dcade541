using Hansard.Archive.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Log;

/// <summary>Writes to a record as fast as it can and says what it was told is recorded, until it is killed.</summary>
internal static class VictimWriter
{
    public const string Verb = "write-until-killed";

    public static int Run(string folder)
    {
        using var log = RecordFolder.Open(new RecordLayout(folder), rotation: new Rotation(MaximumBytes: 200_000));
        for (var batch = 0; ; batch++)
        {
            log.Append([.. Lines.Facts(log.LastSeq + 1, count: 1 + batch % 40)]);
            if (batch % 5 == 0) log.KeepHead(Lines.Head(log.LastSeq));
            Console.Out.WriteLine(log.LastSeq);
            Console.Out.Flush();
        }
    }
}
