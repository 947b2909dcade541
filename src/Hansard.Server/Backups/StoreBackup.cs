using System.Data;
using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Backups;

/// <summary>
/// A backup of a whole installation into an empty folder, beside a running server or without one: the store as it is at one moment, the files of the data
/// folder after that, so that no file is missing that the store names, and in the end the manifest. What was written is read again and must be whole.
/// </summary>
public sealed class StoreBackup(ServerSettings settings, TimeProvider time)
{
    /// <summary>The name of the store in a backup.</summary>
    internal const string SqliteFile = "hansard.db", PostgresFile = "hansard.dump";

    private const string FilesFolder = "data";

    public async Task<Result<BackupManifest>> Write(string folder, CancellationToken cancellation = default)
    {
        string to = Path.GetFullPath(folder);
        DataFolder data = DataFolder.At(settings.DataFolder);
        if (!Directory.Exists(data.Path)) return Failure.NotFound($"There is no data folder {data.Path}; set HANSARD_DATA.");
        if (data.IsBeingRestored) return Failure.Conflict($"A restore into {data.Path} is not finished: run 'hansard restore' again.");
        if (Directory.Exists(to) && Directory.EnumerateFileSystemEntries(to).Any()) return Failure.Conflict($"{to} is not empty; a backup goes into a folder of its own.");
        if ($"{to}/".StartsWith($"{data.Path}/", StringComparison.Ordinal)) return Failure.Invalid($"{to} lies in the data folder itself; name one elsewhere.");
        try
        {
            DurableFile.MakeFolder(to);
            DateTimeOffset at = time.GetUtcNow();
            Result<(BackupFile File, StoreState State, string? Schema)> store =
                settings.Database is { } database ? await Dump(database, to, cancellation) : await CopyFile(data, to, cancellation);
            if (!store.Succeeded) return store.Failure;
            List<BackupFile> files = [];
            await foreach (BackupFile file in KeptFiles.Copy(data, FilesIn(to), cancellation)) files.Add(file);
            (BackupFile stored, StoreState state, string? schema) = store.Value;
            BackupManifest manifest = new(BackupManifest.ThisFormat, at, schema is null ? BackupManifest.Sqlite : BackupManifest.Postgres, schema,
                state.SchemaVersion, stored, files, state.Tables, state.Journals);
            manifest.Write(to);
            return manifest;
        }
        catch (DbException broken)
        {
            return Failure.Internal($"The backup was broken off: {broken.Message}");
        }
    }

    /// <summary>Where the files of the data folder are in a backup.</summary>
    internal static string FilesIn(string backup) => Path.Combine(backup, FilesFolder);

    private static async Task<Result<(BackupFile, StoreState, string?)>> CopyFile(DataFolder data, string to, CancellationToken cancellation)
    {
        if (!data.HasDatabase) return Failure.NotFound($"There is no {data.DatabasePath}.");
        string path = Path.Combine(to, SqliteFile);
        await Task.Run(() => SqliteCopy.Make(data.DatabasePath, path, cancellation), cancellation);
        Result<StoreState> state = await Task.Run(() => StoreState.OfFile(path, cancellation), cancellation);
        if (!state.Succeeded) return state.Failure;
        return (await File(path, cancellation), state.Value, null);
    }

    /// <summary><c>pg_dump</c> sees the very snapshot from which the state is read.</summary>
    private static async Task<Result<(BackupFile, StoreState, string?)>> Dump(string database, string to, CancellationToken cancellation)
    {
        string path = Path.Combine(to, PostgresFile);
        await using NpgsqlConnection connection = new(PostgresConnections.Bulk(database, "-c default_transaction_read_only=on"));
        await connection.OpenAsync(cancellation);
        await using NpgsqlTransaction snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (await connection.ExecuteScalarAsync<string>("SELECT current_schema()") is not { } schema) return Failure.NotFound("There is no such schema in the database.");
        string name = await connection.QuerySingleAsync<string>("SELECT pg_export_snapshot()");
        Task<Failure?> dumping = PostgresPrograms.Run("pg_dump", database, connection.PostgreSqlVersion.Major, cancellation,
            "--format=custom", "--no-owner", "--no-privileges", $"--schema=\"{schema}\"", $"--snapshot={name}", $"--file={path}");
        Task<Result<StoreState>> reading = Task.Run(() => StoreState.Of(connection, cancellation), cancellation);
        await Task.WhenAll(dumping, reading);
        if (await dumping is { } failed) return failed;
        if (!(await reading).Succeeded) return (await reading).Failure!;
        DurableFile.Sync(path);
        return (await File(path, cancellation), (await reading).Value, schema);
    }

    private static async Task<BackupFile> File(string path, CancellationToken cancellation)
    {
        (long bytes, string sha256) = await DurableFile.Hash(path, cancellation);
        return new BackupFile(Path.GetFileName(path), bytes, sha256);
    }
}
