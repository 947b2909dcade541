namespace Hansard.Server.Moving;

/// <summary>The rows of a table in the order of its primary key, integers as numbers, text and blobs by their bytes.</summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>Adds the next row; false at the end.</summary>
    public abstract bool Read(RowBatch into);

    public abstract void Dispose();
}
