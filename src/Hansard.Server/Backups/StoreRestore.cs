using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Moving;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Postgres;
using Npgsql;

namespace Hansard.Server.Backups;

/// <summary>
/// Puts a backup back into an empty data folder, and for PostgreSQL an empty schema, and compares what is then there with the manifest. No server starts
/// in the folder before that has been done; cut off anywhere, the same command does it anew.
/// </summary>
public sealed class StoreRestore(ServerSettings settings)
{
    public async Task<Result<BackupManifest>> Read(string folder, CancellationToken cancellation = default)
    {
        string from = Path.GetFullPath(folder);
        Result<BackupManifest> read = BackupManifest.Read(from);
        if (!read.Succeeded) return read.Failure;
        BackupManifest manifest = read.Value;
        if (EngineProblem(manifest) is { } other) return other;
        if (await FileProblem(manifest, from, cancellation) is { } damaged) return Failure.Invalid($"{damaged} The backup is damaged; nothing was restored.");
        if (!IsEmpty(settings.DataFolder)) return Failure.Conflict($"{settings.DataFolder} is not empty; a backup is restored into an empty data folder.");
        try
        {
            DataFolder data = DataFolder.Open(settings.DataFolder);
            Result<IDisposable> locked = data.Lock();
            if (!locked.Succeeded) return locked.Failure;
            using IDisposable held = locked.Value;
            await using NpgsqlConnection? database = settings.Database is { } connectionString ? new(PostgresConnections.Bulk(connectionString, "")) : null;
            if (database is not null && await SchemaProblem(database, manifest, again: data.IsBeingRestored, cancellation) is { } unusable) return unusable;
            data.BeginRestore();
            Failure? failure = database is not null
                ? await LoadDump(manifest, from, database, cancellation)
                : await PlaceFile(manifest, from, data, cancellation);
            if (failure is not null) return failure;
            foreach (BackupFile file in manifest.Files) await CopyKept(file, from, data, cancellation);
            data.EndRestore();
            return manifest;
        }
        catch (DbException broken)
        {
            return Failure.Internal($"The restore was broken off: {broken.Message}");
        }
    }

    private Failure? EngineProblem(BackupManifest manifest)
    {
        bool postgres = manifest.Engine == BackupManifest.Postgres;
        if (postgres && settings.Database is null) return Failure.Invalid("This is a backup of PostgreSQL: set HANSARD_DB to where it goes.");
        if (!postgres && settings.Database is not null) return Failure.Invalid("This is a backup of SQLite: unset HANSARD_DB, restore, and then move it with 'hansard migrate'.");
        return manifest.SchemaVersion == Migrations.Newest
            ? null
            : Failure.Unsupported($"The backup's schema is at version {manifest.SchemaVersion}, this program's at {Migrations.Newest}. Restore with the Hansard that made the backup, then start this one.");
    }

    private static async Task<string?> FileProblem(BackupManifest manifest, string from, CancellationToken cancellation)
    {
        foreach (BackupFile file in manifest.Files.Select(file => file with { Path = Path.Combine(StoreBackup.FilesIn(from), file.Path) })
            .Append(manifest.Store with { Path = Path.Combine(from, manifest.Store.Path) }))
        {
            if (!File.Exists(file.Path)) return $"{file.Path} is missing.";
            if (await DurableFile.Hash(file.Path, cancellation) != (file.Bytes, file.Sha256)) return $"{file.Path} is not what was backed up.";
        }
        return null;
    }

    /// <summary>Also where a restore has begun and was cut off, or was refused.</summary>
    private static bool IsEmpty(string folder) => !Directory.Exists(folder) || DataFolder.At(folder).IsBeingRestored
        || new DirectoryInfo(folder).EnumerateFileSystemInfos().All(entry => entry.Name is "lost+found" or "lock" || (entry is DirectoryInfo inner && !inner.EnumerateFileSystemInfos().Any()));

    private static async Task<Failure?> PlaceFile(BackupManifest manifest, string from, DataFolder data, CancellationToken cancellation)
    {
        await DurableFile.Copy(Path.Combine(from, manifest.Store.Path), data.DatabasePath, cancellation);
        return Compare(manifest, await Task.Run(() => StoreState.OfFile(data.DatabasePath, cancellation), cancellation));
    }

    private static async Task CopyKept(BackupFile file, string from, DataFolder data, CancellationToken cancellation)
    {
        string path = Path.Combine(data.Path, file.Path);
        DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
        await DurableFile.Copy(Path.Combine(StoreBackup.FilesIn(from), file.Path), path, cancellation);
    }

    /// <summary>Connects and takes the lock of a server.</summary>
    private static async Task<Failure?> SchemaProblem(NpgsqlConnection database, BackupManifest manifest, bool again, CancellationToken cancellation)
    {
        await database.OpenAsync(cancellation);
        PostgresSchema.Make(database);
        if (PostgresSchema.Problem(database) is { } unusable) return Failure.Invalid(unusable);
        if (await database.ExecuteScalarAsync<string>("SELECT current_schema()") is var schema && schema != manifest.Schema)
            return Failure.Invalid($"The backup is of the schema {manifest.Schema}, and HANSARD_DB names {schema}. Set 'Search Path={manifest.Schema}' in it.");
        if (!PostgresSchema.TryLock(database)) return Failure.Conflict("A Hansard server works on this database. Stop it first.");
        return !again && await HasTables(database) ? Failure.Conflict($"The schema {schema} is not empty; a backup is restored into an empty one.") : null;
    }

    /// <summary>A restore that was cut off has left all of the rows or nothing.</summary>
    private async Task<Failure?> LoadDump(BackupManifest manifest, string from, NpgsqlConnection database, CancellationToken cancellation)
    {
        if (!await HasTables(database) && await Load(manifest, from, database.PostgreSqlVersion.Major, cancellation) is { } failed) return failed;
        Result<StoreState> state = await Task.Run(() => StoreState.Of(database, cancellation), cancellation);
        if (Compare(manifest, state) is { } difference) return difference;
        foreach (StoredTable table in StoredSchema.Tables) await database.ExecuteAsync($"ANALYZE {table.Name}", commandTimeout: 0);
        return null;
    }

    private static async Task<bool> HasTables(NpgsqlConnection connection) =>
        await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema()") > 0;

    /// <summary>Everything in one transaction. The schema itself is there already, as it must be to be locked.</summary>
    private async Task<Failure?> Load(BackupManifest manifest, string from, int major, CancellationToken cancellation)
    {
        string dump = Path.Combine(from, manifest.Store.Path), list = Path.Combine(settings.DataFolder, "restore.list");
        Result<string> contents = await PostgresPrograms.Print("pg_restore", major, cancellation, "--list", dump);
        if (!contents.Succeeded) return contents.Failure;
        await File.WriteAllLinesAsync(list, contents.Value.Split('\n').Where(line => !line.Contains(" SCHEMA ", StringComparison.Ordinal)), cancellation);
        Failure? failure = await PostgresPrograms.Run("pg_restore", settings.Database!, major, cancellation, "--single-transaction", "--exit-on-error",
            "--no-owner", "--no-privileges", $"--use-list={list}", $"--dbname={PostgresPrograms.DatabaseOf(settings.Database!)}", dump);
        File.Delete(list);
        return failure;
    }

    private static Failure? Compare(BackupManifest manifest, Result<StoreState> restored) => !restored.Succeeded
        ? restored.Failure
        : restored.Value.DifferenceFrom(manifest) is { } difference
            ? Failure.Conflict($"What was restored is not what was backed up: {difference} Empty the data folder and the schema, and use another backup.")
            : null;
}
