using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Hansard.Server.Storage.Sqlite;

/// <summary>Chooses the SQLite library once per process: the system's where it is present (newer, patched by the distribution), else the one in the package.</summary>
internal static class NativeSqlite
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The library's version, such as 3.40.1; the first call loads it.</summary>
    public static string Version => Loaded.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        // Each connection belongs to one thread at a time, so SQLite need not lock around every call.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out IntPtr handle) ? handle : IntPtr.Zero;
}
