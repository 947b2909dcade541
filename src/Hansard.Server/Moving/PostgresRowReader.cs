using System.Data;
using System.Text;
using Npgsql;

namespace Hansard.Server.Moving;

/// <summary>
/// Reads rows as they come, however many there are. Text keys are ordered by their bytes, as SQLite does, whatever the database's collation.
/// </summary>
internal sealed class PostgresRowReader : RowReader
{
    private readonly StoredTable table;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlDataReader rows;
    private bool atEnd;

    public PostgresRowReader(NpgsqlConnection connection, StoredTable table, RowValue[]? after)
    {
        this.table = table;
        string key = string.Join(", ", table.KeyColumns.Select(column => column.Kind == ValueKind.Text ? $"{column.Name} COLLATE \"C\"" : column.Name));
        string from = after is null ? "" : $"WHERE ({key}) > ({string.Join(", ", after.Select((_, position) => $"${position + 1}"))})";
        command = new NpgsqlCommand($"SELECT {table.ColumnNames} FROM {table.Name} {from} ORDER BY {key}", connection) { CommandTimeout = 0 };
        foreach (RowValue value in after ?? []) command.Parameters.Add(new NpgsqlParameter { Value = Parameter(value) });
        rows = command.ExecuteReader(CommandBehavior.SequentialAccess);
    }

    private static object Parameter(RowValue value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Text => Encoding.UTF8.GetString(value.Bytes.Span),
        ValueKind.Blob => value.Bytes.ToArray(),
        _ => throw new InvalidOperationException("A key has no nulls."),
    };

    public override bool Read(RowBatch into)
    {
        atEnd = !rows.Read();
        if (atEnd) return false;
        into.BeginRow();
        for (int column = 0; column < table.Columns.Count; column++)
        {
            ValueKind kind = table.Columns[column].Kind;
            if (rows.IsDBNull(column)) into.AddNull();
            else if (kind == ValueKind.Integer) into.Add(rows.GetInt64(column));
            else into.Add(kind, rows.GetFieldValue<byte[]>(column));
        }
        return true;
    }

    public override void Dispose()
    {
        // Otherwise all that was not read would still be fetched.
        if (!atEnd) command.Cancel();
        try
        {
            rows.Dispose();
        }
        catch (PostgresException cancelled) when (cancelled.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            // As asked.
        }
        command.Dispose();
    }
}
