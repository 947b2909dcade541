using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Hansard.Shared;

/// <summary>
/// Chooses the SQLite library once per process: the system's where it is present (newer, patched by the distribution), else the one in the package.
/// Everything that opens a database asks here first: a process that has called one library and then the other hands the handles of one to the other.
/// </summary>
internal static class NativeSqlite
{
    private static readonly Lazy<string> Loaded = new(Load);

    /// <summary>The library's version, such as 3.40.1; the first call loads it.</summary>
    public static string Version => Loaded.Value;

    private static string Load()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // Each assembly has this class; another one in this process was first, and has chosen the same.
        }
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        // Each connection belongs to one thread at a time, so SQLite need not lock around every call. Refused once it is in use, and right then too.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
        return raw.sqlite3_libversion().utf8_to_string();
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out IntPtr handle) ? handle : IntPtr.Zero;
}
