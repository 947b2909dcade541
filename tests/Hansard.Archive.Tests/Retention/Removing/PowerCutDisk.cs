using Hansard.Archive.Log;

namespace Hansard.Archive.Tests.Retention.Removing;

/// <summary>
/// A disk whose power fails with its n-th operation. Of what was written to a file and not flushed only zeros are left; of names that were given, taken and
/// removed since their folder was flushed, whichever the test wants.
/// </summary>
internal sealed class PowerCutDisk(int fails) : IRecordDisk
{
    /// <summary>Files that an operation concerns, as they were before and after it; null for none.</summary>
    private sealed record Change(string Folder, Dictionary<string, byte[]?> Before, Dictionary<string, byte[]?> After);

    private readonly PosixDisk disk = new();
    private readonly List<Change> unflushed = [];
    private readonly HashSet<string> unwritten = [];
    private int operations;

    /// <summary>How many changes of names may be lost or not.</summary>
    public int Unflushed => unflushed.Count;

    /// <summary>Leaves the disk as it is when power comes back.</summary>
    /// <param name="kept">Whether the n-th of the changes that were not flushed is there.</param>
    public void ComeBack(Func<int, bool> kept)
    {
        foreach (var path in unwritten.Where(File.Exists)) File.WriteAllBytes(path, new byte[new FileInfo(path).Length]);
        foreach (var change in Enumerable.Reverse(unflushed)) Put(change.Before);
        foreach (var (change, n) in unflushed.Select((change, n) => (change, n)))
            if (kept(n)) Put(change.After);
    }

    public void CreateFolder(string folder) => Live().CreateFolder(folder);

    public IReadOnlyList<string> Files(string folder) => Live().Files(folder);

    public long? Length(string path) => Live().Length(path);

    public IRecordFile OpenOrCreate(string path)
    {
        IRecordFile? file = null;
        Do(path, [path], live => file = live.OpenOrCreate(path));
        return new UncertainFile(this, path, file!);
    }

    public IRecordFile Open(string path) => new UncertainFile(this, path, Live().Open(path));

    public void Rename(string from, string to) => Do(to, [from, to], live => live.Rename(from, to));

    public void RenameNew(string from, string to) => Do(to, [from, to], live => live.RenameNew(from, to));

    public void Remove(string path) => Do(path, [path], live => live.Remove(path));

    public void RemoveFolder(string folder) => Live().RemoveFolder(folder);

    public void SyncFolder(string folder)
    {
        Live().SyncFolder(folder);
        unflushed.RemoveAll(change => change.Folder == folder);
    }

    public IDisposable Lock(string path) => disk.Lock(path);

    private PosixDisk Live() => operations++ < fails ? disk : throw new IOException("the power has failed (made by the test)");

    private void Do(string path, string[] concerned, Action<PosixDisk> change)
    {
        var live = Live();
        var before = Contents(concerned);
        change(live);
        unflushed.Add(new Change(Path.GetDirectoryName(path)!, before, Contents(concerned)));
    }

    private static Dictionary<string, byte[]?> Contents(string[] paths) => paths.ToDictionary(path => path, path => File.Exists(path) ? File.ReadAllBytes(path) : null);

    private static void Put(Dictionary<string, byte[]?> contents)
    {
        foreach (var (path, content) in contents)
        {
            if (content is null) File.Delete(path);
            else File.WriteAllBytes(path, content);
        }
    }

    private sealed class UncertainFile(PowerCutDisk owner, string path, IRecordFile file) : IRecordFile
    {
        public long Length => file.Length;

        public void Read(Span<byte> buffer, long offset)
        {
            owner.Live();
            file.Read(buffer, offset);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            owner.Live();
            owner.unwritten.Add(path);
            file.Write(bytes, offset);
        }

        public void Truncate(long length)
        {
            owner.Live();
            owner.unwritten.Add(path);
            file.Truncate(length);
        }

        public void Sync()
        {
            owner.Live();
            file.Sync();
            owner.unwritten.Remove(path);
        }

        public void Dispose() => file.Dispose();
    }
}
