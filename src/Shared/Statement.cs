using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Hansard.Shared;

/// <summary>
/// One prepared SQLite statement for the hot path, bound by position. ADO.NET finds each parameter by name at each call,
/// which costs more than the insert itself (decision 0006). Not thread-safe: it belongs to the connection that made it.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public Statement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public Statement Bind(int position, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, position, value));
        return this;
    }

    public Statement Bind(int position, long? value) => value is { } number ? Bind(position, number) : BindNull(position);

    public Statement Bind(int position, bool value) => Bind(position, value ? 1L : 0L);

    public Statement Bind(int position, ReadOnlySpan<byte> blob)
    {
        // An empty span has no address, which SQLite would take for NULL.
        Check(blob.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, position, 0) : raw.sqlite3_bind_blob(statement, position, blob));
        return this;
    }

    public Statement Bind(int position, string? text)
    {
        if (text is null) return BindNull(position);
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= 512)
        {
            Span<byte> utf8 = stackalloc byte[512];
            return BindUtf8(position, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        }
        byte[] rented = ArrayPool<byte>.Shared.Rent(most);
        BindUtf8(position, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>A text by the bytes of its UTF-8.</summary>
    public Statement BindUtf8(int position, ReadOnlySpan<byte> utf8)
    {
        Check(utf8.IsEmpty ? raw.sqlite3_bind_text(statement, position, "") : raw.sqlite3_bind_text(statement, position, utf8));
        return this;
    }

    public Statement BindOrNull(int position, byte[]? blob) => blob is null ? BindNull(position) : Bind(position, blob);

    public Statement BindNull(int position)
    {
        Check(raw.sqlite3_bind_null(statement, position));
        return this;
    }

    /// <summary>Runs a statement that gives no rows, and readies it for the next use.</summary>
    public void Execute()
    {
        int code = raw.sqlite3_step(statement);
        int reset = raw.sqlite3_reset(statement);
        if (code != raw.SQLITE_DONE) Check(reset == raw.SQLITE_OK ? code : reset);
    }

    /// <summary>True while there is a row to read; after the last one the statement is ready for its next use.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW) return true;
        int reset = raw.sqlite3_reset(statement);
        if (code != raw.SQLITE_DONE) Check(reset == raw.SQLITE_OK ? code : reset);
        return false;
    }

    /// <summary>Leaves the remaining rows unread.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public bool Bool(int column) => Int64(column) != 0;

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public string? NullableText(int column) => IsNull(column) ? null : Text(column);

    public byte[] Blob(int column) => Bytes(column).ToArray();

    /// <summary>A blob, or the UTF-8 of a text; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>What the row really holds, which SQLite leaves to each value: SQLITE_INTEGER, SQLITE_TEXT and so on.</summary>
    public int StorageClass(int column) => raw.sqlite3_column_type(statement, column);

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new Microsoft.Data.Sqlite.SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), code);
    }

    public void Dispose() => statement.Dispose();
}
