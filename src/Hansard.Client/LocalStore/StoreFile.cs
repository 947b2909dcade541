using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Shared;
using Microsoft.Data.Sqlite;

namespace Hansard.Client.LocalStore;

/// <summary>What a row is. Persisted numbers.</summary>
internal enum Kept
{
    Mark = 0,
    Conversation = 1,
    Message = 2,
    SessionKey = 3,
    Contact = 4,

    /// <summary>By which coming of the user a conversation is his.</summary>
    Entry = 5,

    /// <summary>What the server is still to be asked.</summary>
    Unsettled = 6,

    /// <summary>A file of a message that the server has whole, by the last part of its address.</summary>
    ReadyFile = 7,

    /// <summary>A file that is to be sent, with its message.</summary>
    FileDraft = 8,
}

/// <summary>
/// A SQLite file of encrypted rows. Visible in it are how many rows of each kind there are, which belong together and when they were written
/// last; neither ids nor anything they say. Not thread-safe.
/// </summary>
internal sealed class StoreFile : IDisposable
{
    /// <summary>Another one is begun anew: everything in it can be fetched again.</summary>
    private const int SchemaVersion = 1;

    private const string VersionMark = "version";

    private readonly StoreKey key;
    private readonly SqliteConnection connection;
    private SqliteTransaction? transaction;

    private StoreFile(StoreKey key, SqliteConnection connection) => (this.key, this.connection) = (key, connection);

    /// <summary>A file that is damaged, of another version or under another key is begun anew.</summary>
    public static StoreFile Open(string path, StoreKey key)
    {
        _ = NativeSqlite.Version;
        PrivateFile.Touch(path);
        try
        {
            return Opened(path, key);
        }
        catch (Exception unreadable) when (unreadable is SqliteException or CryptographicException)
        {
            foreach (var part in (string[])[path, path + "-wal", path + "-shm"]) File.Delete(part);
            PrivateFile.Touch(path);
            return Opened(path, key);
        }
    }

    private static StoreFile Opened(string path, StoreKey key)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            StoreFile file = new(key, connection);
            file.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY");
            file.Run($"""
                CREATE TABLE IF NOT EXISTS kept (
                    kind INTEGER NOT NULL, owner BLOB NOT NULL, id BLOB NOT NULL, place INTEGER NOT NULL, box BLOB NOT NULL, PRIMARY KEY (kind, owner, id)) WITHOUT ROWID;
                CREATE INDEX IF NOT EXISTS kept_place ON kept (kind, owner, place)
                """);
            // Under another key it has another name, and what is there could never be read or taken away.
            var version = file.Get<StoreMark>(Kept.Mark, "", VersionMark)?.Text;
            if (version is null ? !file.IsEmpty : version != $"{SchemaVersion}") throw new CryptographicException("This store is of another version or key, or was found damaged.");
            file.Put(Kept.Mark, "", VersionMark, 0, new StoreMark($"{SchemaVersion}"));
            return file;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>All of it is in the file afterwards, or nothing.</summary>
    public T InTransaction<T>(Func<T> act)
    {
        using (transaction = connection.BeginTransaction())
        {
            try
            {
                var result = act();
                transaction.Commit();
                return result;
            }
            finally
            {
                transaction = null;
            }
        }
    }

    /// <summary>Null where there is no such row, or where it cannot be read; see <see cref="Read{T}"/>.</summary>
    public T? Get<T>(Kept kind, string owner, string id) where T : class
    {
        var (ownerName, idName) = (key.Name(owner), key.Name(id));
        using var command = Command("SELECT box FROM kept WHERE kind = $kind AND owner = $owner AND id = $id", kind, ownerName, idName);
        return command.ExecuteScalar() is byte[] box ? Read<T>(box, kind, ownerName, idName) : null;
    }

    /// <summary>All rows that belong together, in the order of their places.</summary>
    public List<T> All<T>(Kept kind, string owner) where T : class
    {
        var ownerName = key.Name(owner);
        using var command = Command("SELECT id, box FROM kept WHERE kind = $kind AND owner = $owner ORDER BY place", kind, ownerName);
        using var rows = command.ExecuteReader();
        List<T> all = [];
        while (rows.Read())
            if (Read<T>((byte[])rows[1], kind, ownerName, (byte[])rows[0]) is { } row) all.Add(row);
        return all;
    }

    /// <summary>The place of the last of those that belong together; 0 where there is none.</summary>
    public long LastPlace(Kept kind, string owner)
    {
        using var command = Command("SELECT place FROM kept WHERE kind = $kind AND owner = $owner ORDER BY place DESC LIMIT 1", kind, key.Name(owner));
        return command.ExecuteScalar() is long place ? place : 0;
    }

    /// <param name="place">Where it stands among those that belong together; a row that is there already keeps its place.</param>
    public void Put<T>(Kept kind, string owner, string id, long place, T value) where T : class
    {
        var (ownerName, idName) = (key.Name(owner), key.Name(id));
        using var command = Command(
            "INSERT INTO kept (kind, owner, id, place, box) VALUES ($kind, $owner, $id, $place, $box) ON CONFLICT (kind, owner, id) DO UPDATE SET box = excluded.box",
            kind, ownerName, idName);
        command.Parameters.AddWithValue("$place", place);
        command.Parameters.AddWithValue("$box", key.Seal(JsonSerializer.SerializeToUtf8Bytes(value, StoreJson.Of<T>()), Place(kind, ownerName, idName)));
        command.ExecuteNonQuery();
    }

    /// <summary>True where there was such a row.</summary>
    public bool Remove(Kept kind, string owner, string id)
    {
        using var command = Command("DELETE FROM kept WHERE kind = $kind AND owner = $owner AND id = $id", kind, key.Name(owner), key.Name(id));
        return command.ExecuteNonQuery() > 0;
    }

    public void RemoveAll(Kept kind, string owner)
    {
        using var command = Command("DELETE FROM kept WHERE kind = $kind AND owner = $owner", kind, key.Name(owner));
        command.ExecuteNonQuery();
    }

    /// <summary>Keeps the last so many of those that belong together.</summary>
    public void Trim(Kept kind, string owner, int most)
    {
        using var command = Command(
            "DELETE FROM kept WHERE kind = $kind AND owner = $owner AND place < (SELECT place FROM kept WHERE kind = $kind AND owner = $owner ORDER BY place DESC LIMIT 1 OFFSET $most)",
            kind, key.Name(owner));
        command.Parameters.AddWithValue("$most", most);
        command.ExecuteNonQuery();
    }

    public void Dispose() => connection.Dispose();

    /// <summary>
    /// A row that was altered, or that this version does not understand, counts as not there; and without its marks, the cursor among them, the whole
    /// store is loaded anew, so that it is not missed for long.
    /// </summary>
    private T? Read<T>(byte[] box, Kept kind, byte[] owner, byte[] id) where T : class
    {
        try
        {
            if (key.Open(box, Place(kind, owner, id)) is { Succeeded: true } plaintext && JsonSerializer.Deserialize(plaintext.Value, StoreJson.Of<T>()) is { } row) return row;
        }
        catch (JsonException)
        {
            // As what does not open.
        }
        RemoveAll(Kept.Mark, "");
        return null;
    }

    private bool IsEmpty
    {
        get
        {
            using SqliteCommand command = new("SELECT NOT EXISTS (SELECT 1 FROM kept)", connection);
            return command.ExecuteScalar() is 1L;
        }
    }

    private SqliteCommand Command(string sql, Kept kind, byte[] owner, byte[]? id = null)
    {
        SqliteCommand command = new(sql, connection, transaction);
        command.Parameters.AddWithValue("$kind", (long)kind);
        command.Parameters.AddWithValue("$owner", owner);
        if (id is not null) command.Parameters.AddWithValue("$id", id);
        return command;
    }

    private void Run(string sql)
    {
        using SqliteCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    private static byte[] Place(Kept kind, byte[] owner, byte[] id)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, (int)kind);
        return [.. number, .. owner, .. id];
    }
}
