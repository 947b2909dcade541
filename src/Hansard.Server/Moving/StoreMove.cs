using System.Data.Common;
using Hansard.Protocol;

namespace Hansard.Server.Moving;

/// <summary>What a move, or a comparison alone, has found in both stores.</summary>
public sealed record MoveReport(string From, string To, long Rows, IReadOnlyList<TableDigest> Tables, IReadOnlyList<JournalMark> Journals);

/// <summary>
/// Moves a whole store to another place, of either engine: every row of every table in the order of its key, in chunks that are each committed with how
/// far they go, so that a move that was cut off goes on where it was. Afterwards both stores are read whole and compared. The source is never changed.
/// </summary>
public sealed class StoreMove(StorePlace from, StorePlace to)
{
    public const int ChunkRowsUsually = 20_000;

    /// <summary>A chunk ends when it has so many bytes, however few rows they are.</summary>
    private const int ChunkBytes = 8 * 1024 * 1024;

    private const string GoOn = "Run the same command again: it goes on from the last rows that are in the target.";

    /// <summary>Rows that are committed together. 1 to 1,000,000.</summary>
    public int ChunkRows { get; init; } = ChunkRowsUsually;

    /// <summary>Told after each chunk, on any thread.</summary>
    public IProgress<MoveProgress>? Progress { get; init; }

    /// <summary>Moves everything, or what is missing, and verifies it.</summary>
    public Task<Result<MoveReport>> Run(CancellationToken cancellation = default) => Both(StoreEnd.OpenTarget, async (source, target) =>
    {
        if (!UnfinishedMove.Begin(target.Sql, Known(source)))
            return Failure.Conflict($"The unfinished move in {to} is not from {from} as it is now. Empty {to} and begin anew.");
        MovePace pace = new(StoredSchema.Tables.Sum(source.Count), Progress);
        foreach (StoredTable table in StoredSchema.Tables) Copy(table, source, target, pace, cancellation);
        target.Complete(StoredSchema.Tables);
        Result<MoveReport> compared = await Compare(source, target, pace, cancellation);
        if (compared.Succeeded) UnfinishedMove.End(target.Sql);
        return compared;
    });

    /// <summary>Only compares the two, and changes neither.</summary>
    public Task<Result<MoveReport>> Verify(CancellationToken cancellation = default) => Both(StoreEnd.OpenSource, (source, target) =>
        Compare(source, target, new MovePace(StoredSchema.Tables.Sum(source.Count), Progress), cancellation));

    private async Task<Result<MoveReport>> Both(Func<StorePlace, Result<StoreEnd>> openTarget, Func<StoreEnd, StoreEnd, Task<Result<MoveReport>>> work)
    {
        if (from == to) return Failure.Invalid("The two places are the same.");
        try
        {
            Result<StoreEnd> source = StoreEnd.OpenSource(from);
            if (!source.Succeeded) return source.Failure;
            using StoreEnd opened = source.Value;
            Result<StoreEnd> target = openTarget(to);
            if (!target.Succeeded) return target.Failure;
            using StoreEnd openedTarget = target.Value;
            return await work(opened, openedTarget);
        }
        catch (UnmovableRowException unmovable)
        {
            return Failure.Invalid(unmovable.Message);
        }
        catch (Exception broken) when (broken is DbException or IOException)
        {
            return Failure.Internal($"The move was broken off: {broken.Message.TrimEnd('.')}. {GoOn}");
        }
    }

    /// <summary>By what a source is known again: all of its networks, with the heads of their journals.</summary>
    private static byte[] Known(StoreEnd source)
    {
        StoredTable networks = StoredSchema.Table("networks");
        using RowReader rows = source.Read(networks, null);
        return Convert.FromHexString(TableDigest.Of(networks, rows).Sha256);
    }

    private void Copy(StoredTable table, StoreEnd source, StoreEnd target, MovePace pace, CancellationToken cancellation)
    {
        pace.Begin(MovePhase.Copying, table);
        (long moved, RowValue[]? last) = UnfinishedMove.Of(target.Sql, table);
        pace.Skip(moved);
        using RowReader rows = source.Read(table, last);
        RowBatch chunk = new();
        bool more = true;
        while (more)
        {
            cancellation.ThrowIfCancellationRequested();
            chunk.Clear();
            while (chunk.Count < ChunkRows && chunk.Bytes.Length < ChunkBytes && (more = rows.Read(chunk)))
            {
                // Until the chunk is full or the table ends.
            }
            if (chunk.Count == 0) break;
            moved += chunk.Count;
            target.Write(table, chunk, sql => UnfinishedMove.Note(sql, table, moved, RowKey.Encode(table, chunk.LastRow)));
            pace.Advance(chunk.Count);
        }
    }

    private async Task<Result<MoveReport>> Compare(StoreEnd source, StoreEnd target, MovePace pace, CancellationToken cancellation)
    {
        List<TableDigest> digests = [];
        if (await new MoveComparison(source, target, pace, cancellation).Difference(digests) is { } difference) return Failure.Conflict($"The two stores are not equal: {difference}");
        if (JournalChains.Problem(target.Sql) is { } broken) return Failure.Conflict(broken);
        return new MoveReport(from.ToString(), to.ToString(), digests.Sum(table => table.Rows), digests, JournalChains.Heads(target.Sql));
    }
}
