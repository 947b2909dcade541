using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hansard.Archive.Copy;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Copy;

/// <summary>A record that is written while copies of it are made.</summary>
internal sealed class CopiedRecord : IDisposable
{
    private readonly RecordFolder folder = new();
    private readonly RecordLog log;
    private long seq;

    public CopiedRecord(long fileBytes = 60_000) => log = folder.Open(rotation: new Rotation(fileBytes));

    public RecordLayout Layout => folder.Layout;

    /// <summary>What the copies said to people.</summary>
    public ConcurrentQueue<string> Said { get; } = [];

    public string State => Path.Combine(folder.Layout.Folder, "state");

    public long Last => seq;

    /// <summary>What is in closed files.</summary>
    public IReadOnlyList<Manifest> Closed => [.. folder.Files.Where(Layout.IsClosedFile).Select(file =>
        Manifest.TryOpen(File.ReadAllBytes(RecordLayout.ManifestOf(file)), TestKey.Signer.Key, out var manifest, out var fault) ? manifest! : throw new InvalidDataException(fault))];

    public IReadOnlyList<byte[]> Lines => [.. RecordReader.StoredLines(Layout).Select(line => line.Utf8.ToArray())];

    public void Append(int facts)
    {
        log.Append([.. Tests.Log.Lines.Facts(seq + 1, facts)]);
        seq += facts;
        log.KeepHead(Tests.Log.Lines.Head(seq));
    }

    /// <summary>A line with an attachment of so many bytes.</summary>
    public string Attach(long size)
    {
        var path = Path.Combine(Layout.AttachmentsFolder, $"attachment_{seq + 1:D17}_ä {size}.bin");
        using (var file = File.Create(path))
        {
            file.SetLength(size);
            file.Write(BitConverter.GetBytes(seq));
        }
        using var written = File.OpenRead(path);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(written));
        var line = Tests.Log.Lines.Of(new LinePosition(++seq));
        log.Append([line with
        {
            MessageType = MessageType.File,
            Members = [LineMember.Object("file", writer => writer.Member("localfilename", path))],
            Hansard = line.Hansard! with { Members = [LineMember.Object("attachment", writer => writer.Member("sha256", sha256))] },
        }]);
        return path;
    }

    /// <summary>Removes lines of a closed file by their places.</summary>
    public RemovalResult Remove(string file, params long[] places) =>
        new LineRemover(Layout, new PosixDisk(), TestKey.Signer).Remove(new RemovalOrder(file, places, "rule#1", DateTimeOffset.UnixEpoch));

    /// <summary>In which closed file a fact stands, and at which place.</summary>
    public (string File, long Place) PlaceOf(long fact) => folder.Files.Where(Layout.IsClosedFile).SelectMany(RecordReader.StoredLines)
        .Where(line => LineEntry.TryOf(line.Utf8.Span, out var entry, out _, out _) && entry.Position.Seq == fact).Select(line => (Path.GetFileName(line.File), line.Number - 1L)).Single();

    public SecondCopies Copy(CopyTargets targets)
    {
        Directory.CreateDirectory(State);
        return SecondCopies.Start(targets, Layout, new PosixDisk(), State, TestKey.Signer, new CopyVoice(Said.Enqueue, sentence => Said.Enqueue("ALARM: " + sentence)), TimeProvider.System);
    }

    public void Dispose()
    {
        log.Dispose();
        folder.Dispose();
    }
}
