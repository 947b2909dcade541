using Microsoft.Win32.SafeHandles;

namespace Hansard.Archive.Search;

/// <summary>
/// Brings an index to where its record is. Each chunk of lines goes into the shards first, then the catalog says in one transaction that they are
/// there; a chunk that was cut off in between is put in again, which changes nothing.
/// </summary>
internal sealed class IndexWriter(Catalog catalog, ShardShelf shards, RecordFiles files, PlaceReader reader, int chunkLines)
{
    /// <summary>Bytes of one chunk: what is in memory at once.</summary>
    private const long ChunkBytes = 16 << 20;

    private readonly People people = new(catalog.Database);
    private readonly Dictionary<int, IndexedShard> known = catalog.Shards().ToDictionary(shard => shard.Number);
    private readonly HashSet<(long, int, int)> forgotten = catalog.Forgotten();
    private readonly HashSet<long> grammed = [];
    private IProgress<IndexProgress>? progress;
    private long lines, bytes, ofBytes;

    /// <summary>Indexes what is new behind the last file that is known.</summary>
    /// <returns>Lines.</returns>
    public long Continue(IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        (this.progress, lines) = (progress, 0);
        while (!cancellation.IsCancellationRequested)
        {
            var list = files.List();
            var indexed = catalog.Files();
            var sealedLines = files.SealedLines() - indexed.Sum(file => file.Lines);
            var number = Math.Max(0, indexed.Count - 1);
            // The last file is done when it was closed and nothing is left of it.
            if (indexed.Count > 0 && indexed[^1].Name is not null) number++;
            if (number >= list.Count || sealedLines <= 0) return lines;
            using var handle = files.TryOpen(list, number);
            if (handle is null) continue;
            (bytes, ofBytes) = (indexed.Sum(file => file.Bytes), indexed.Take(number).Sum(file => file.Bytes) + list.Skip(number).Sum(path => new FileInfo(path) is { Exists: true } info ? info.Length : 0));
            var file = number < indexed.Count ? indexed[number] : new IndexedFile(number, null, 0, 0, long.MaxValue, 0, [], null);
            var before = file.Lines;
            file = Walk(handle, file, sealedLines, only: null, cancellation);
            WriteGrams(cancellation);
            if (files.IsClosed(list[number]) && file.Bytes == RandomAccess.GetLength(handle)) Close(file, list[number]);
            else if (file.Lines == before) return lines;
        }
        return lines;
    }

    /// <summary>Makes shards again whose file is gone, from all files that have lines of them.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Redo(CancellationToken cancellation)
    {
        // Asked of the catalog each time: whoever finds damage marks it there, from another process too.
        var wrong = catalog.Shards().Where(shard => shard.Redo).ToArray();
        if (wrong.Length == 0) return false;
        foreach (var shard in wrong)
        {
            shards.Delete(shard.Number);
            catalog.Database.Commit(() => catalog.ForgetFacts(RowNumber.SeqOf(RowNumber.FirstOfShard(shard.Number)), RowNumber.SeqOf(RowNumber.LastOfShard(shard.Number))));
            known[shard.Number] = shard with { Least = long.MaxValue, Greatest = long.MinValue };
        }
        var only = wrong.Select(shard => shard.Number).ToHashSet();
        foreach (var file in catalog.Files().Where(file => only.Any(shard => Overlaps(file, shard))))
        {
            using var handle = files.TryOpen(files.List(), file.Number) ?? throw new IOException("the record's files changed while their index was repaired; try again");
            var path = files.List()[file.Number];
            var again = Walk(handle, file with { Bytes = 0, Lines = 0, Least = long.MaxValue, Greatest = 0 }, file.Lines, only, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (file.Name is not null) Close(again, path);
        }
        // One of which no line is left is there all the same, or it would count as lost.
        foreach (var number in only) _ = shards.Get(number);
        catalog.Database.Commit(() =>
        {
            foreach (var number in only) catalog.Keep(known[number] = known[number] with { Redo = false });
        });
        return true;
    }

    /// <summary>Writes the substrings of every group that the journal is past, reading its lines once more.</summary>
    private void WriteGrams(CancellationToken cancellation)
    {
        var end = catalog.Files().Select(file => file.Greatest).DefaultIfEmpty().Max();
        foreach (var shard in known.Keys.Order())
        {
            var (first, last) = (Grams.GroupOf(RowNumber.SeqOf(RowNumber.FirstOfShard(shard))), Grams.GroupOf(RowNumber.SeqOf(RowNumber.LastOfShard(shard))));
            for (var group = first; group <= last && group < Grams.GroupOf(end); group++)
            {
                if (grammed.Contains(group)) continue;
                if (cancellation.IsCancellationRequested) return;
                if (!shards.Get(shard).Grams.Has(group)) WriteGrams(shards.Get(shard), group);
                grammed.Add(group);
            }
        }
    }

    private void WriteGrams(Shard shard, long group)
    {
        var matrix = new GramMatrix();
        var places = new List<LinePlace>();
        shard.Scan(null, RowNumber.Of(Grams.FirstOf(group, 0), 0), RowNumber.Of(Grams.FirstOf(group + 1, 0), 0) - 1, false, long.MinValue, long.MaxValue, row =>
        {
            places.Add(row.Place);
            return true;
        });
        foreach (var place in places)
            if (LineFactsReader.Read(reader.Read(place)) is { } facts) matrix.Add(facts.Text, Grams.BlockOf(place.Seq));
        shard.Grams.Write(group, matrix);
    }

    private void Close(IndexedFile file, string path) =>
        catalog.Database.Commit(() => catalog.Keep(file with { Name = Path.GetFileName(path), Manifest = RecordFiles.ManifestHash(path) }));

    /// <param name="only">The shards that take lines; null for all.</param>
    private IndexedFile Walk(SafeFileHandle handle, IndexedFile file, long mostLines, IReadOnlySet<int>? only, CancellationToken cancellation)
    {
        var chunk = new List<(LineFacts Facts, long Offset, int Length)>();
        var chunkBytes = 0L;
        var (walked, left) = (file, mostLines);
        foreach (var (offset, line) in RecordFiles.Lines(handle, file.Bytes))
        {
            if (left-- <= 0) break;
            if (LineFactsReader.Read(line) is { } facts)
            {
                var seq = facts.Position.Seq;
                walked = walked with { Least = Math.Min(walked.Least, seq), Greatest = Math.Max(walked.Greatest, seq) };
                chunk.Add((facts, offset, line.Length));
            }
            walked = walked with { Bytes = offset + line.Length + 1, Lines = walked.Lines + 1 };
            chunkBytes += line.Length;
            if (chunk.Count < chunkLines && chunkBytes < ChunkBytes) continue;
            file = Put(handle, chunk, walked, only, chunkBytes);
            chunkBytes = 0;
            if (cancellation.IsCancellationRequested) return file;
        }
        return walked == file ? file : Put(handle, chunk, walked, only, chunkBytes);
    }

    private IndexedFile Put(SafeFileHandle handle, List<(LineFacts Facts, long Offset, int Length)> chunk, IndexedFile file, IReadOnlySet<int>? only, long chunkBytes)
    {
        file = file with { Tail = RecordFiles.Tail(handle, file.Bytes) };
        catalog.Database.Commit(() =>
        {
            var touched = chunk.Where(line => only?.Contains(ShardOf(line.Facts)) != false && !forgotten.Contains(PlaceOf(line.Facts)))
                .Select(line => Prepare(line.Facts, file.Number, line.Offset, line.Length)).GroupBy(line => ShardOf(line.Facts)).ToArray();
            foreach (var shard in touched)
            {
                shards.Get(shard.Key).Add([.. shard]);
                var times = known.GetValueOrDefault(shard.Key, new IndexedShard(shard.Key, long.MaxValue, long.MinValue, false));
                known[shard.Key] = times with { Least = Math.Min(times.Least, shard.Min(line => line.Facts.Timestamp)), Greatest = Math.Max(times.Greatest, shard.Max(line => line.Facts.Timestamp)) };
                catalog.Keep(known[shard.Key]);
            }
            // A file that is walked again is only told as done when it is.
            if (only is null) catalog.Keep(file);
        });
        lines += chunk.Count;
        bytes += chunkBytes;
        progress?.Report(new IndexProgress(lines, bytes, Math.Max(bytes, ofBytes)));
        chunk.Clear();
        return file;
    }

    private ShardLine Prepare(LineFacts facts, int file, long offset, int length)
    {
        var concerns = people.Take(facts);
        return new ShardLine(facts, people.KeyOf(facts.Conversation), people.KeyOf(facts.Sender), concerns, file, offset, length);
    }

    internal static bool Overlaps(IndexedFile file, int shard) =>
        file.Least <= RowNumber.SeqOf(RowNumber.LastOfShard(shard)) && file.Greatest >= RowNumber.SeqOf(RowNumber.FirstOfShard(shard));

    private static int ShardOf(LineFacts line) => RowNumber.ShardOf(RowNumber.Of(line.Position.Seq, 0));

    private static (long, int, int) PlaceOf(LineFacts line) => (line.Position.Seq, line.Position.Part, line.Position.Revision);
}
