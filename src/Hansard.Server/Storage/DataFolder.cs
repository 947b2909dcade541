using System.Security.Cryptography;
using System.Text;
using Hansard.Protocol;

namespace Hansard.Server.Storage;

/// <summary>The folder in which a server keeps everything: its database, keys, outbox and command socket. Its owner alone may look into it.</summary>
internal sealed class DataFolder
{
    private const int KeyBytes = 32;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnlyFile | UnixFileMode.UserExecute;

    private DataFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The socket on which a running server takes commands.</summary>
    public string AdminSocket => In("admin.sock");

    /// <summary>Text messages that were not sent, one JSON object per line.</summary>
    public string SmsOutbox => In("outbox", "sms.jsonl");

    /// <summary>Files that an operator puts there for everybody to fetch.</summary>
    public string Assets => In("assets");

    /// <summary>Where the database of SQLite is, or would be.</summary>
    public string DatabasePath => In("hansard.db");

    /// <summary>The bytes of files and pictures, whichever database names them.</summary>
    public string Files => In("files");

    private string LockFile => In("lock");

    /// <summary>A restore has begun here and has not ended: nobody else may use what there is.</summary>
    public bool IsBeingRestored => File.Exists(RestoreMark);

    private string RestoreMark => In("restoring");

    public bool HasDatabase => File.Exists(DatabasePath);

    /// <summary>
    /// Makes the folder where it is missing, and takes from everybody else the right to look into it; but not from a folder that holds other
    /// things, whose owner may have meant another one. The files of a server are private each by itself too.
    /// </summary>
    public static DataFolder Open(string path)
    {
        DataFolder folder = new(System.IO.Path.GetFullPath(path));
        bool foreign = Directory.Exists(folder.Path) && !File.Exists(folder.DatabasePath) && Directory.EnumerateFileSystemEntries(folder.Path).Any();
        if (!foreign) MakePrivate(folder.Path);
        MakePrivate(System.IO.Path.GetDirectoryName(folder.SmsOutbox)!);
        return folder;
    }

    /// <summary>A folder as it is: nothing in it is made, and nobody's rights change.</summary>
    public static DataFolder At(string path) => new(System.IO.Path.GetFullPath(path));

    /// <summary>
    /// The right to write here, until it is disposed of or the process ends, however it ends: the operating system holds the lock, not the file.
    /// </summary>
    public Result<IDisposable> Lock()
    {
        try
        {
            return new FileStream(LockFile, Private(FileMode.OpenOrCreate));
        }
        catch (IOException) when (File.Exists(LockFile))
        {
            return Failure.Conflict($"Another process works in {Path}.");
        }
    }

    /// <summary>The database's file, made empty where it is missing: SQLite gives the files beside it the same rights. Only the holder of the lock may ask.</summary>
    public string Database()
    {
        if (!File.Exists(DatabasePath)) new FileStream(DatabasePath, Private(FileMode.CreateNew)).Dispose();
        return DatabasePath;
    }

    /// <summary>The Ed25519 seed that signs journal heads; made on first use. Only the holder of the lock may ask.</summary>
    public byte[] JournalSeed() => Key("journal.key");

    /// <summary>The secret under which codes and addresses are hashed, so that a stolen database does not give them away; made on first use.</summary>
    public byte[] ServerKey() => Key("server.key");

    /// <summary>The file of the secret that the server shares with its SMS gateway, as text; made on first use. Only the holder of the lock may ask.</summary>
    public string SmsSecret()
    {
        string path = In("sms.secret");
        if (!File.Exists(path)) WriteWhole(path, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)) + "\n"));
        return path;
    }

    /// <summary>Only the holder of the lock may ask.</summary>
    public void BeginRestore() => DurableFile.Write(RestoreMark, []);

    public void EndRestore() => DurableFile.Delete(RestoreMark);

    private byte[] Key(string name)
    {
        string path = In(name);
        if (!File.Exists(path)) WriteWhole(path, RandomNumberGenerator.GetBytes(KeyBytes));
        byte[] key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw new InvalidDataException($"{path} does not hold {KeyBytes} bytes; restore it from a backup.");
    }

    /// <summary>A key is there whole or not at all: what it signed must still verify after a loss of power.</summary>
    private static void WriteWhole(string path, byte[] bytes)
    {
        string unfinished = path + ".new";
        using (FileStream file = new(unfinished, Private(FileMode.Create)))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: false);
    }

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("A Hansard server runs on Linux.");
        Directory.CreateDirectory(folder, OwnerOnlyFolder);
        if (File.GetUnixFileMode(folder) != OwnerOnlyFolder) File.SetUnixFileMode(folder, OwnerOnlyFolder);
    }

    /// <summary>Lets the owner alone use a file that something else has made here.</summary>
    public static void RestrictToOwner(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnlyFile);
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnlyFile;
        return options;
    }

    private string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);
}
