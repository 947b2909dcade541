using System.Security.Cryptography;

namespace Hansard.Server.Moving;

/// <summary>What stands in a table: the number of its rows and SHA-256 over their canonical form in the order of the key; the same on both engines.</summary>
public sealed record TableDigest(string Table, long Rows, string Sha256)
{
    /// <summary>Bytes that are gathered before they are hashed.</summary>
    private const int BlockBytes = 256 * 1024;

    /// <summary>Rows after which <c>counted</c> is called.</summary>
    private const int CountedRows = 10_000;

    /// <param name="counted">Told of rows that were read since it was told last.</param>
    internal static TableDigest Of(StoredTable table, RowReader rows, Action<int>? counted = null, CancellationToken cancellation = default)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        RowBatch block = new();
        long count = 0;
        while (rows.Read(block))
        {
            if (++count % CountedRows == 0)
            {
                counted?.Invoke(CountedRows);
                cancellation.ThrowIfCancellationRequested();
            }
            if (block.Bytes.Length < BlockBytes) continue;
            hash.AppendData(block.Bytes.Span);
            block.Clear();
        }
        hash.AppendData(block.Bytes.Span);
        counted?.Invoke((int)(count % CountedRows));
        return new TableDigest(table.Name, count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
