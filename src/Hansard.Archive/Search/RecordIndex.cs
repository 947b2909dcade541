using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>
/// Finds lines in a record of any size. Derived: it stands in a folder of its own, may be deleted at any time, and is made again from the record's
/// lines. One process keeps it up to date, any number look into it meanwhile. An instance belongs to one thread at a time.
/// </summary>
public sealed class RecordIndex : IDisposable
{
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Lines that become part of the index together.</summary>
    private const int UsualChunkLines = 10_000;

    private readonly string folder;
    private readonly RecordFiles files;
    private readonly List<string> repairs = [], rewritten = [];
    private Catalog catalog;
    private ShardShelf shards;
    private PlaceReader reader;
    private IndexCheck check;
    private IndexWriter? writer;
    private FileStream? held;

    private RecordIndex(RecordLayout layout, string folder)
    {
        (this.folder, files) = (folder, new RecordFiles(layout));
        try
        {
            catalog = Catalog.Open(CatalogFile);
        }
        catch (IndexDamagedException damage)
        {
            repairs.Add($"The index could not be read and is made again: {damage.Message}.");
            DeleteFiles();
            catalog = Catalog.Open(CatalogFile);
        }
        (shards, reader) = (new ShardShelf(folder), new PlaceReader(catalog, files));
        check = new IndexCheck(catalog, shards, files, folder);
    }

    private string CatalogFile => Path.Combine(folder, "catalog.db");

    /// <summary>Where a record's index is, unless it must not be written there.</summary>
    public static string FolderOf(RecordLayout layout) => Path.Combine(layout.Folder, "index");

    /// <summary>Opens an index, or makes an empty one; <see cref="CatchUp"/> fills it.</summary>
    /// <param name="folder">See <see cref="FolderOf"/>; readable by this account alone when it is made here.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static RecordIndex Open(RecordLayout layout, string folder) => Open(layout, folder, UsualChunkLines);

    internal static RecordIndex Open(RecordLayout layout, string folder, int chunkLines)
    {
        Directory.CreateDirectory(folder, OwnFolder);
        return new RecordIndex(layout, folder) { ChunkLines = chunkLines };
    }

    /// <summary>Other than the usual in tests, so that a crash hits more of them.</summary>
    private int ChunkLines { get; init; } = UsualChunkLines;

    /// <summary>Lines that are indexed.</summary>
    public long Lines => catalog.Files().Sum(file => file.Lines);

    /// <summary>Whether any line names somebody so, by userId or name.</summary>
    public bool IsKnownPerson(string name) => new PeopleLookup(catalog.Database).IsKnown(name);

    /// <summary>The userIds of those whom lines call so, by userId or name.</summary>
    public IReadOnlyList<string> UserIdsOf(string name) => new PeopleLookup(catalog.Database).UserIds(name);

    /// <param name="id"><c>vgroupid</c> or <c>hansard.conversation</c>.</param>
    public bool IsKnownConversation(string id) => new PeopleLookup(catalog.Database).IsKnownConversation(id);

    /// <summary>
    /// Indexes whatever the record has beyond what the index knows, and makes again what no longer fits the record's files. It may be cut off
    /// anywhere, by a crash too, and goes on from there.
    /// </summary>
    /// <exception cref="IOException">The disk refuses; the same call may be repeated.</exception>
    public CaughtUp CatchUp(IProgress<IndexProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!TryHold()) return new CaughtUp(0, Math.Max(0, files.CountSealed() - Lines) + catalog.LinesBeingMadeAgain(), []) { IsElsewhere = true };
        var lines = 0L;
        try
        {
            lines = Write(progress, cancellation);
        }
        catch (IndexDamagedException damage)
        {
            Mend(damage);
            lines = Write(progress, cancellation);
        }
        var done = new CaughtUp(lines, 0, [.. repairs]) { Rewritten = [.. rewritten.Distinct()] };
        repairs.Clear();
        rewritten.Clear();
        return done;
    }

    /// <summary>The lines of a selection, one by one, as the index is now. Of a line that was completed only the latest revision is found.</summary>
    /// <param name="afterRow">Goes on behind the line with this <see cref="LinePlace.Row"/>, in either order; null begins at the end where the order begins.</param>
    /// <exception cref="IndexDamagedException">A file of the index is damaged; <see cref="CatchUp"/> makes it again.</exception>
    public IEnumerable<LinePlace> Find(Selection selection, SearchOrder order = SearchOrder.OldestFirst, long? afterRow = null)
    {
        using var rows = new Finding(catalog, shards, reader, SelectionPlan.Of(selection, new PeopleLookup(catalog.Database)), order).Rows(afterRow).GetEnumerator();
        while (true)
        {
            LinePlace place;
            try
            {
                if (!rows.MoveNext()) yield break;
                place = rows.Current;
            }
            catch (IndexDamagedException damage)
            {
                MarkDamaged(damage);
                throw;
            }
            yield return place;
        }
    }

    /// <summary>The bytes of a line as they stand in the record, without the line feed.</summary>
    /// <exception cref="InvalidDataException">The record changed since it was indexed.</exception>
    public byte[] ReadBytes(LinePlace place) => reader.Read(place);

    /// <inheritdoc cref="ReadBytes" path="/summary"/>
    /// <inheritdoc cref="ReadBytes" path="/exception"/>
    public RecordLine Read(LinePlace place) => LineReader.TryRead(reader.Read(place), out var line, out var fault)
        ? line!
        : throw new InvalidDataException($"fact {place.Seq}: {fault}");

    /// <summary>Later lines that edit a message, delete it, react to it, mark it, or complete it, in the order of the journal. Receipts are none.</summary>
    public IReadOnlyList<LinePlace> About(LinePlace message)
    {
        var target = IndexKey.Of(Read(message).MessageId);
        var completions = shards.Get(RowNumber.ShardOf(message.Row)).OfFact(message.Seq)
            .Where(row => row.Place.Part == message.Part && row.Place.Revision > message.Revision);
        var later = catalog.Shards().Where(shard => shard.Number >= RowNumber.ShardOf(message.Row) && !shard.Redo).SelectMany(shard => shards.Get(shard.Number).About(target));
        return [.. completions.Concat(later).Select(row => row.Place).Where(place => place.Row > message.Row)];
    }

    /// <summary>The same for many messages of which the id and the place in the journal are at hand, as the index is now.</summary>
    public LaterLines LaterLines() => new([.. catalog.Shards().Where(shard => !shard.Redo).Select(shard => shard.Number)], shards);

    /// <summary>The last fact up to which a conversation has the members and the title that it has after this one.</summary>
    /// <inheritdoc cref="Members" path="/param"/>
    public long UnchangedUntil(string conversation, long seq) => new PeopleLookup(catalog.Database).UnchangedUntil(IndexKey.Of(conversation), seq);

    /// <summary>Who was in a conversation when a fact had happened, as far as the record tells, in the order of the facts that brought them.</summary>
    /// <param name="conversation">Its <c>hansard.conversation</c>.</param>
    public IReadOnlyList<Attendee> Members(string conversation, long seq) => new PeopleLookup(catalog.Database).Members(IndexKey.Of(conversation), seq);

    /// <summary>The titles that a conversation had up to a fact, the oldest first; the last one is its title then.</summary>
    /// <inheritdoc cref="Members" path="/param"/>
    public IReadOnlyList<TitleAt> Titles(string conversation, long seq) => new PeopleLookup(catalog.Database).Titles(IndexKey.Of(conversation), seq);

    /// <summary>
    /// Takes lines out of sight before they are removed from the record, for good. Their words leave the disk when their file was written anew:
    /// the next <see cref="CatchUp"/> notices that and makes that part of the index again.
    /// </summary>
    /// <exception cref="IOException">The disk refuses, or another process keeps this index; the same call may be repeated.</exception>
    public void Forget(IReadOnlyCollection<LinePlace> places)
    {
        if (!TryHold()) throw new IOException($"{folder} is kept by another process");
        writer = null;
        catalog.Database.Commit(() =>
        {
            foreach (var place in places) catalog.Forget(place);
        });
        foreach (var shard in places.GroupBy(place => RowNumber.ShardOf(place.Row)))
        {
            var open = shards.Get(shard.Key);
            open.Database.Commit(() =>
            {
                foreach (var place in shard) open.Forget(place.Row);
            });
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        shards.Dispose();
        catalog.Dispose();
        held?.Dispose();
    }

    private long Write(IProgress<IndexProgress>? progress, CancellationToken cancellation)
    {
        var found = check.Run(out var mustRebuild);
        repairs.AddRange(found);
        rewritten.AddRange(check.Rewritten);
        if (found.Count + check.Rewritten.Count > 0)
        {
            writer = null;
            // A handle that is still open would keep what was removed on the disk.
            reader.Dispose();
        }
        if (mustRebuild is not null) StartOver(mustRebuild);
        // What it remembers is of transactions that were kept; after a failure it begins anew.
        var working = writer ?? new IndexWriter(catalog, shards, files, reader, ChunkLines);
        writer = null;
        if (working.Redo(cancellation)) catalog.Database.EmptyLog();
        var lines = working.Continue(progress, cancellation);
        writer = working;
        return lines;
    }

    private void Mend(IndexDamagedException damage)
    {
        if (damage.File == CatalogFile) StartOver(damage.Message);
        else MarkDamaged(damage);
    }

    private void MarkDamaged(IndexDamagedException damage)
    {
        repairs.Add($"A part of the index was damaged and is made again: {damage.Message}.");
        foreach (var shard in catalog.Shards().Where(shard => Shard.FileIn(folder, shard.Number) == damage.File))
            check.MarkRedo(RowNumber.SeqOf(RowNumber.FirstOfShard(shard.Number)), RowNumber.SeqOf(RowNumber.LastOfShard(shard.Number)));
        // A shard that the catalog does not know yet is only begun again.
        if (catalog.Shards().All(shard => Shard.FileIn(folder, shard.Number) != damage.File))
        {
            shards.Dispose();
            IndexDatabase.Delete(damage.File);
        }
    }

    private void StartOver(string why)
    {
        repairs.Add($"The index is made again. {why}");
        reader.Dispose();
        shards.Dispose();
        catalog.Dispose();
        DeleteFiles();
        catalog = Catalog.Open(CatalogFile);
        (shards, reader) = (new ShardShelf(folder), new PlaceReader(catalog, files));
        check = new IndexCheck(catalog, shards, files, folder);
    }

    private void DeleteFiles()
    {
        foreach (var file in Directory.EnumerateFiles(folder, "words-*.db").Append(CatalogFile).ToArray()) IndexDatabase.Delete(file);
    }

    /// <summary>Keeps the index for this process until it is disposed, or the process dies however it dies.</summary>
    private bool TryHold()
    {
        if (held is not null) return true;
        try
        {
            held = new FileStream(Path.Combine(folder, "lock"), new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
