using Hansard.Shared;
using SQLitePCL;

namespace Hansard.Server.Moving;

/// <summary>Reads rows with a prepared statement, without a copy in between.</summary>
internal sealed class SqliteRowReader : RowReader
{
    private readonly StoredTable table;
    private readonly Statement rows;

    public SqliteRowReader(sqlite3 database, StoredTable table, RowValue[]? after)
    {
        this.table = table;
        string key = string.Join(", ", table.KeyColumns.Select(column => column.Name));
        string from = after is null ? "" : $"WHERE ({key}) > ({string.Join(", ", after.Select(_ => "?"))})";
        rows = new Statement(database, $"SELECT {table.ColumnNames} FROM {table.Name} {from} ORDER BY {key}");
        for (int position = 0; position < after?.Length; position++) Bind(rows, position + 1, after[position]);
    }

    public static void Bind(Statement statement, int position, RowValue value) => _ = value.Kind switch
    {
        ValueKind.Null => statement.BindNull(position),
        ValueKind.Integer => statement.Bind(position, value.Integer),
        ValueKind.Text => statement.BindUtf8(position, value.Bytes.Span),
        _ => statement.Bind(position, value.Bytes.Span),
    };

    public override bool Read(RowBatch into)
    {
        if (!rows.Step()) return false;
        into.BeginRow();
        for (int column = 0; column < table.Columns.Count; column++)
        {
            switch (rows.StorageClass(column))
            {
                case raw.SQLITE_NULL: into.AddNull(); break;
                case raw.SQLITE_INTEGER: into.Add(rows.Int64(column)); break;
                case raw.SQLITE_TEXT: into.Add(ValueKind.Text, rows.Bytes(column)); break;
                case raw.SQLITE_BLOB: into.Add(ValueKind.Blob, rows.Bytes(column)); break;
                default: throw new InvalidDataException($"{table.Name}.{table.Columns[column].Name} holds a number that is no integer.");
            }
        }
        return true;
    }

    public override void Dispose() => rows.Dispose();
}
