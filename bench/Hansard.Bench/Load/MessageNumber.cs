using System.Buffers.Text;
using System.Text;

namespace Hansard.Bench.Load;

/// <summary>
/// Which message it is: author, run and sequence number in 64 bits, which travel scrambled inside the message's uuid. The uuids scatter as
/// those of real clients do (indices feel the difference), and a receiver still reads from each what must come next.
/// </summary>
internal readonly record struct MessageNumber(ushort Author, ushort Run, uint Sequence)
{
    public const int UuidCharacters = 36;

    private const ulong Multiplier = 0xBF58_476D_1CE4_E5B9;
    private const int Shift = 32;
    private const int HexDigits = 16;

    /// <summary>Where in the uuid each digit stands; the hyphens, the version and the variant are between them.</summary>
    private static readonly int[] Places = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 16, 17, 20];

    private static readonly ulong Inverse = InverseOf(Multiplier);

    /// <summary>A whole uuid, whose digits <see cref="Write"/> then replaces.</summary>
    public string Uuid()
    {
        var uuid = Encoding.ASCII.GetBytes("00000000-0000-4000-8000-000000000000");
        Write(uuid);
        return Encoding.ASCII.GetString(uuid);
    }

    public void Write(Span<byte> uuid)
    {
        var scrambled = Scramble(((ulong)Author << 48) | ((ulong)Run << 32) | Sequence, Multiplier);
        for (var i = HexDigits - 1; i >= 0; i--, scrambled >>= 4) uuid[Places[i]] = "0123456789abcdef"u8[(int)(scrambled & 15)];
    }

    /// <summary>Refuses what no message of this bench can have as its uuid.</summary>
    public static MessageNumber Read(ReadOnlySpan<byte> uuid)
    {
        Span<byte> digits = stackalloc byte[HexDigits];
        if (uuid.Length == UuidCharacters)
            for (var i = 0; i < HexDigits; i++) digits[i] = uuid[Places[i]];
        if (!Utf8Parser.TryParse(digits, out ulong scrambled, out var read, 'x') || read != HexDigits)
            throw new LoadFailure($"no uuid of ours: {Encoding.UTF8.GetString(uuid)}");
        var number = Scramble(scrambled, Inverse);
        return new MessageNumber((ushort)(number >> 48), (ushort)(number >> 32), (uint)number);
    }

    /// <summary>Fold, multiply, fold: each step can be undone, so with the multiplier's inverse this undoes itself.</summary>
    private static ulong Scramble(ulong value, ulong multiplier)
    {
        value ^= value >> Shift;
        value *= multiplier;
        return value ^ (value >> Shift);
    }

    /// <summary>Newton's iteration modulo 2^64; every step doubles the right bits, of which an odd number has three at once.</summary>
    private static ulong InverseOf(ulong odd)
    {
        var inverse = odd;
        for (var bits = 3; bits < 64; bits *= 2) inverse *= 2 - (odd * inverse);
        return inverse;
    }
}
