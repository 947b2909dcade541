namespace Hansard.Archive.Export;

/// <summary>Writes the selected lines in one format, chunk by chunk. A part that is finished stands in files of its own.</summary>
internal abstract class Rendering : IDisposable
{
    public abstract ChunkLimits Limits { get; }

    /// <summary>Writes a chunk. Returns the part that it finishes, null while one goes on.</summary>
    public abstract FinishedPart? Write(Chunk chunk);

    /// <summary>The last part; null where there is none to finish.</summary>
    /// <param name="through">Lines shown in all.</param>
    public virtual FinishedPart? End(long through) => null;

    public void Dispose() => Release();

    /// <summary>Lets go of a part that was begun and not finished.</summary>
    protected virtual void Release()
    {
    }
}
