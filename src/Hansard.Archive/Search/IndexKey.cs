using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hansard.Archive.Search;

/// <summary>
/// How the index calls people, conversations and messages: 63 bits of a hash of their ids. No number is handed out, so that a line is indexed
/// equally in whatever order lines are indexed, and again.
/// </summary>
internal static class IndexKey
{
    /// <summary>Ids are short; longer ones are hashed on the heap.</summary>
    private const int ShortBytes = 256;

    public static long Of(string id)
    {
        Span<byte> utf8 = stackalloc byte[ShortBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.TryGetBytes(id, utf8, out var length) ? utf8[..length] : Encoding.UTF8.GetBytes(id), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash) & long.MaxValue;
    }

    /// <summary>A token of the column of facets.</summary>
    public static string Token(char kind, long key) => string.Create(CultureInfo.InvariantCulture, $"{kind}{key:x16}");
}
