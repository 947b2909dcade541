namespace Hansard.Archive.Export;

/// <summary>Writes the selected lines in one format, chunk by chunk. A part that is finished stands in files of its own.</summary>
internal abstract class Rendering : IDisposable
{
    public abstract ChunkLimits Limits { get; }

    /// <summary>Does for a chunk whatever needs no other one; called for several at once, on any thread.</summary>
    /// <returns>Does the rest; called for one chunk after the other, in their order. It returns the part that the chunk finishes, null while one goes on.</returns>
    public abstract Func<FinishedPart?> Prepare(Chunk chunk);

    /// <summary>The last part; null where there is none to finish.</summary>
    /// <param name="through">Lines shown in all.</param>
    public virtual FinishedPart? End(long through) => null;

    public void Dispose() => Release();

    /// <summary>Lets go of a part that was begun and not finished.</summary>
    protected virtual void Release()
    {
    }
}

/// <summary>A format with a file for each chunk.</summary>
internal abstract class FilesRendering : Rendering
{
    public sealed override Func<FinishedPart?> Prepare(Chunk chunk)
    {
        FinishedPart part = new([Write(chunk)], chunk.Through, IsLast: false, Page: chunk.Note());
        return () => part;
    }

    protected abstract WrittenFile Write(Chunk chunk);
}
