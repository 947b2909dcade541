namespace Hansard.Archive.Search;

/// <summary>Holds what was indexed against the record's files as they are now.</summary>
internal sealed class IndexCheck(Catalog catalog, ShardShelf shards, RecordFiles files, string folder)
{
    private readonly Dictionary<string, DateTime> manifestsSeen = [];
    private readonly HashSet<int> sound = [];

    /// <summary>Files that the last <see cref="Run"/> found written anew, as they are when lines were removed from them.</summary>
    public IReadOnlyList<string> Rewritten { get; private set; } = [];

    /// <summary>Marks what must be made again.</summary>
    /// <param name="mustRebuild">Why nothing of the index can stay; null where something can.</param>
    /// <returns>What was wrong and is made again, a sentence each.</returns>
    public IReadOnlyList<string> Run(out string? mustRebuild)
    {
        mustRebuild = null;
        var (repairs, rewritten) = (new List<string>(), new List<string>());
        Rewritten = rewritten;
        var list = files.List();
        foreach (var file in catalog.Files())
        {
            if (file.Number >= list.Count || (file.Name is { } name && name != Path.GetFileName(list[file.Number])))
            {
                mustRebuild = $"The file {file.Name ?? "that was being written"} is not where it was.";
                return [];
            }
            if (file.Name is null)
            {
                if (!IsContinued(list, file)) mustRebuild = $"{Path.GetFileName(list[file.Number])} is not the file that was indexed.";
                if (mustRebuild is not null) return [];
            }
            else if (WasRewritten(file, list[file.Number]))
            {
                rewritten.Add(file.Name);
                MarkRedo(file.Least, file.Greatest);
            }
        }
        foreach (var shard in catalog.Shards())
        {
            if (shard.Redo || (File.Exists(Shard.FileIn(folder, shard.Number)) && IsSound(shard.Number, repairs))) continue;
            repairs.Add($"{Path.GetFileName(Shard.FileIn(folder, shard.Number))} was missing or damaged and is made again.");
            MarkRedo(RowNumber.SeqOf(RowNumber.FirstOfShard(shard.Number)), RowNumber.SeqOf(RowNumber.LastOfShard(shard.Number)));
        }
        return repairs;
    }

    /// <summary>Has the shards of facts from one to another made again by the next <see cref="IndexWriter.Redo"/>.</summary>
    public void MarkRedo(long least, long greatest) => catalog.Database.Commit(() =>
    {
        foreach (var shard in catalog.Shards().Where(shard => RowNumber.SeqOf(RowNumber.FirstOfShard(shard.Number)) <= greatest && RowNumber.SeqOf(RowNumber.LastOfShard(shard.Number)) >= least))
            catalog.Keep(shard with { Redo = true });
    });

    private bool IsSound(int number, List<string> repairs)
    {
        if (sound.Contains(number)) return true;
        try
        {
            _ = shards.Get(number).Blocks();
            sound.Add(number);
            return true;
        }
        catch (IndexDamagedException damage)
        {
            repairs.Add(damage.Message);
            return false;
        }
    }

    private bool IsContinued(IReadOnlyList<string> list, IndexedFile file)
    {
        using var handle = files.TryOpen(list, file.Number);
        // The folder changed under our eyes; the next look will tell.
        if (handle is null) return true;
        return RandomAccess.GetLength(handle) >= file.Bytes && RecordFiles.Tail(handle, file.Bytes).AsSpan().SequenceEqual(file.Tail);
    }

    /// <summary>Lines that were removed make a file shorter and give it another manifest.</summary>
    private bool WasRewritten(IndexedFile file, string path)
    {
        if (new FileInfo(path).Length != file.Bytes) return true;
        var manifest = Hansard.Record.Format.RecordLayout.ManifestOf(path);
        var written = File.GetLastWriteTimeUtc(manifest);
        if (manifestsSeen.TryGetValue(path, out var seen) && seen == written) return false;
        var hash = RecordFiles.ManifestHash(path);
        manifestsSeen[path] = written;
        if (hash is null || (file.Manifest is { } known && hash.AsSpan().SequenceEqual(known))) return false;
        if (file.Manifest is not null) return true;
        // It was closed a moment before it was signed.
        catalog.Database.Commit(() => catalog.Keep(file with { Manifest = hash }));
        return false;
    }
}
