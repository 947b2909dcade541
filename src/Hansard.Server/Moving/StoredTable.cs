namespace Hansard.Server.Moving;

/// <summary>What a column holds, and what a value is; the numbers are part of the canonical form of a row.</summary>
internal enum ValueKind : byte
{
    Null = 0,
    Integer = 1,
    Text = 2,
    Blob = 3,
}

internal sealed record StoredColumn(string Name, ValueKind Kind);

/// <param name="Columns">In the order of the schema; a row's values are in the same order.</param>
/// <param name="Key">The positions of the primary key's columns in <paramref name="Columns"/>, in the key's own order.</param>
internal sealed record StoredTable(string Name, IReadOnlyList<StoredColumn> Columns, IReadOnlyList<int> Key)
{
    public IEnumerable<StoredColumn> KeyColumns => Key.Select(position => Columns[position]);

    /// <summary>The columns by name, for a statement.</summary>
    public string ColumnNames => string.Join(", ", Columns.Select(column => column.Name));
}
