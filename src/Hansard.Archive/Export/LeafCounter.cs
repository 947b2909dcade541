using Hansard.Archive.Search;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Archive.Export;

/// <summary>
/// Says where in the log lines stand of which only the place in a file is known, asked in the order of the log: manifests say with which line a file begins, and
/// the lines before a place are counted.
/// </summary>
internal sealed class LeafCounter(RecordLayout layout, VerifierKey key) : IDisposable
{
    private const int BlockBytes = 1 << 20;

    private readonly RecordFiles files = new(layout);
    private readonly byte[] block = new byte[BlockBytes];
    private SafeFileHandle? open;
    private int number = -1;
    private long leaf, offset;

    /// <exception cref="InvalidDataException">A file or its manifest is not there.</exception>
    public long LeafOf(LinePlace place)
    {
        if (place.File != number) Open(place.File);
        while (offset < place.Offset)
        {
            var read = RandomAccess.Read(open!, block.AsSpan(0, (int)Math.Min(BlockBytes, place.Offset - offset)), offset);
            if (read == 0) throw new InvalidDataException($"message file {number + 1} of the record ends before a line that is indexed");
            leaf += block.AsSpan(0, read).Count((byte)'\n');
            offset += read;
        }
        return leaf;
    }

    public void Dispose() => open?.Dispose();

    private void Open(int next)
    {
        open?.Dispose();
        open = null;
        while (open is null)
        {
            var list = files.List();
            if (next >= list.Count) throw new InvalidDataException($"the record has no message file {next + 1}");
            leaf = next == 0 ? 0 : FirstLeafAfter(list[next - 1]);
            open = files.TryOpen(list, next);
        }
        (number, offset) = (next, 0);
    }

    private long FirstLeafAfter(string closed)
    {
        var path = RecordLayout.ManifestOf(closed);
        if (!File.Exists(path)) throw new InvalidDataException($"{path} is missing");
        return Manifest.TryOpen(File.ReadAllBytes(path), key, out var manifest, out var fault) ? manifest!.LogSize : throw new InvalidDataException($"{path}: {fault}");
    }
}
