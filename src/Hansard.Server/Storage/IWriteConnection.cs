using System.Data.Common;

namespace Hansard.Server.Storage;

/// <summary>
/// The one connection that writes to the store, as an engine does it. Used by one thread at a time. A commit is on disk when
/// <see cref="Commit"/> returns.
/// </summary>
internal interface IWriteConnection : IDisposable
{
    /// <summary>Begins a transaction and gives the connection for SQL in it.</summary>
    DbConnection Begin();

    /// <summary>Writes rows into the transaction that was begun.</summary>
    void Write(Changes changes);

    /// <summary>Writes the last rows and commits: the transaction that was begun, else one of their own.</summary>
    void Commit(Changes last);

    /// <summary>Undoes the transaction that was begun, if there is one; on a lost connection, waits for a new one.</summary>
    void Rollback();

    /// <summary>Whether the same work may succeed when it is tried again as it is: the connection was lost, or another transaction was in its way.</summary>
    bool IsPassing(Exception failure);
}
