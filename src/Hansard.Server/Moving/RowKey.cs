namespace Hansard.Server.Moving;

/// <summary>The primary key of a row in canonical form.</summary>
internal static class RowKey
{
    /// <summary>The key's values in the key's order.</summary>
    public static RowValue[] Of(StoredTable table, ReadOnlyMemory<byte> row)
    {
        RowValue[] values = RowValue.Read(row, table.Columns.Count);
        return [.. table.Key.Select(position => values[position])];
    }

    public static string Describe(StoredTable table, ReadOnlyMemory<byte> row) =>
        string.Join(", ", table.KeyColumns.Zip(Of(table, row), (column, value) => $"{column.Name} {value}"));

    /// <summary>As it is kept, in the form of a row that has the key's values alone.</summary>
    public static byte[] Encode(StoredTable table, ReadOnlyMemory<byte> row)
    {
        RowBatch key = new();
        key.BeginRow();
        foreach (RowValue value in Of(table, row)) key.Add(value);
        return key.Bytes.ToArray();
    }

    public static RowValue[] Decode(StoredTable table, byte[] key) => RowValue.Read(key, table.Key.Count);
}
