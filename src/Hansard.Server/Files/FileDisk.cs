using Hansard.Server.Storage;

namespace Hansard.Server.Files;

/// <summary>
/// The folder <c>files</c> of the data folder: <c>files/{first two characters}/{name}</c>, unfinished ones with <c>.new</c> behind, which backups leave out.
/// </summary>
internal sealed class FileDisk(string root) : IFileDisk
{
    private const string Unfinished = ".new";
    private const int FolderCharacters = 2;

    public Stream OpenUnfinished(string name, long length)
    {
        string path = PathOf(name) + Unfinished;
        DurableFile.MakeFolder(Path.GetDirectoryName(path)!);
        // It became whole, and the server ended before it could say so: it is unfinished still.
        if (!File.Exists(path) && File.Exists(PathOf(name))) DurableFile.Rename(PathOf(name), path);
        FileStream file = new(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        if (file.Length > length) file.SetLength(length);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    public void Sync(Stream unfinished) => ((FileStream)unfinished).Flush(flushToDisk: true);

    public void Keep(string name) => DurableFile.Rename(PathOf(name) + Unfinished, PathOf(name));

    public FileStream OpenWhole(string name)
    {
        try
        {
            return new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (DirectoryNotFoundException absent)
        {
            throw new FileNotFoundException(absent.Message, absent);
        }
    }

    public void Remove(string name)
    {
        if (!Directory.Exists(Path.GetDirectoryName(PathOf(name)))) return;
        File.Delete(PathOf(name));
        File.Delete(PathOf(name) + Unfinished);
    }

    public IEnumerable<string> Names() => Directory.Exists(root)
        ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))
            .Select(name => name.EndsWith(Unfinished, StringComparison.Ordinal) ? name[..^Unfinished.Length] : name)
        : [];

    private string PathOf(string name) => Path.Combine(root, name[..FolderCharacters], name);
}
