using System.Data.Common;
using Dapper;
using Hansard.Server.Storage.Sqlite;
using Hansard.Shared;
using Microsoft.Data.Sqlite;

namespace Hansard.Server.Checks;

internal static class SqliteChecks
{
    public static IEnumerable<Finding> Of(FolderChecks folder)
    {
        string library = $"SQLite {NativeSqlite.Version}";
        if (!folder.Folder.HasDatabase) return [Finding.Ok("database", $"{library}; {folder.Folder.DatabasePath} is not there, the first start makes it.")];
        try
        {
            using SqliteConnection sql = new(ConnectionString(folder));
            sql.Open();
            sql.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master");
            return [Finding.Ok("database", $"{library}, {folder.Folder.DatabasePath}, {new FileInfo(folder.Folder.DatabasePath).Length / (1024 * 1024):N0} MiB."), .. StoreChecks.Of(sql, folder)];
        }
        catch (DbException unreadable)
        {
            return [Finding.Error("database", $"{folder.Folder.DatabasePath} cannot be read: {unreadable.Message}", "Restore it from a backup.")];
        }
    }

    /// <summary>A file that nobody uses is read as it is, for SQLite would otherwise put a log beside it.</summary>
    private static string ConnectionString(FolderChecks folder)
    {
        string path = folder.Folder.DatabasePath;
        bool atRest = !folder.InUse && !File.Exists(path + "-wal");
        return new SqliteConnectionStringBuilder { DataSource = atRest ? $"{new Uri(path).AbsoluteUri}?immutable=1" : path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
    }
}
