namespace Hansard.Server.Files;

/// <summary>
/// Where the bytes of files are. Names are the server's own random ones. A second implementation is in the tests: a disk that fills up or breaks.
/// </summary>
internal interface IFileDisk
{
    /// <summary>The bytes of an unfinished file, cut to a length if there are more; made where there are none. Positioned at its end.</summary>
    Stream OpenUnfinished(string name, long length);

    /// <summary>What was written to an unfinished file is on the disk when this returns.</summary>
    void Sync(Stream unfinished);

    /// <summary>An unfinished file, synced and closed, is a whole one from now on, for good.</summary>
    void Keep(string name);

    /// <summary>A whole file.</summary>
    /// <exception cref="FileNotFoundException">There is none of this name, or no more.</exception>
    FileStream OpenWhole(string name);

    /// <summary>Whole or unfinished, it is gone; nothing happens where there is none.</summary>
    void Remove(string name);

    /// <summary>Every name that has bytes, once or twice; also of files that somebody else has put there.</summary>
    IEnumerable<string> Names();
}
