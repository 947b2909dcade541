namespace Hansard.Server.Moving;

/// <summary>Whether two stores hold the same rows: both are read whole, side by side, and only where that says no is the first difference looked for.</summary>
internal sealed class MoveComparison(StoreEnd source, StoreEnd target, MovePace pace, CancellationToken cancellation)
{
    /// <summary>Null where they are equal; otherwise a sentence that names the table and the key of the first row that differs.</summary>
    public async Task<string?> Difference(List<TableDigest> digests)
    {
        foreach (StoredTable table in StoredSchema.Tables)
        {
            pace.Begin(MovePhase.Verifying, table);
            Task<TableDigest> theirs = Task.Run(() => Digest(source, table, null), cancellation);
            Task<TableDigest> ours = Task.Run(() => Digest(target, table, pace.Advance), cancellation);
            // Both ends are done with their connection before anything else happens to it.
            await Task.WhenAll(theirs, ours);
            if (await theirs != await ours) return First(table) ?? $"{table.Name} differs, but not while its rows were compared: somebody changes one of the stores.";
            digests.Add(await ours);
        }
        return null;
    }

    private TableDigest Digest(StoreEnd end, StoredTable table, Action<int>? counted)
    {
        using RowReader rows = end.Read(table, null);
        return TableDigest.Of(table, rows, counted, cancellation);
    }

    private string? First(StoredTable table)
    {
        using RowReader theirs = source.Read(table, null), ours = target.Read(table, null);
        RowBatch expected = new(), found = new();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            expected.Clear();
            found.Clear();
            bool more = theirs.Read(expected), moreHere = ours.Read(found);
            if (!more && !moreHere) return null;
            if (!more) return $"{table.Name} has a row too many in the target: {RowKey.Describe(table, found.LastRow)}.";
            if (!moreHere) return $"{table.Name} lacks a row in the target: {RowKey.Describe(table, expected.LastRow)}.";
            if (expected.Bytes.Span.SequenceEqual(found.Bytes.Span)) continue;
            return $"{table.Name} differs first at {Where(table, expected.LastRow, found.LastRow)}.";
        }
    }

    private static string Where(StoredTable table, ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> found)
    {
        (string theirs, string ours) = (RowKey.Describe(table, expected), RowKey.Describe(table, found));
        if (theirs != ours) return $"{theirs} in the source, {ours} in the target";
        RowValue[] values = RowValue.Read(expected, table.Columns.Count), foundValues = RowValue.Read(found, table.Columns.Count);
        IEnumerable<string> columns = Enumerable.Range(0, values.Length)
            .Where(column => values[column].ToString() != foundValues[column].ToString() || values[column].Kind != foundValues[column].Kind)
            .Select(column => table.Columns[column].Name);
        return $"{theirs}, in {string.Join(", ", columns)}";
    }
}
