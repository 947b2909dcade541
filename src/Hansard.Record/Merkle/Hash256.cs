using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hansard.Record.Merkle;

/// <summary>A SHA-256 value: 32 bytes, compared by content, without a heap object of its own, because a log has millions.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Hash256
{
    public const int Bytes = SHA256.HashSizeInBytes;

    private readonly ulong first, second, third, fourth;

    /// <param name="bytes">Exactly 32.</param>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Bytes) throw new ArgumentException("a SHA-256 value has 32 bytes", nameof(bytes));
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (first, second, third, fourth) = (words[0], words[1], words[2], words[3]);
    }

    public static Hash256 Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[Bytes];
        SHA256.HashData(data, hash);
        return new Hash256(hash);
    }

    public void CopyTo(Span<byte> destination) => MemoryMarshal.AsBytes(new ReadOnlySpan<Hash256>(in this)).CopyTo(destination);

    public byte[] ToArray() => MemoryMarshal.AsBytes(new ReadOnlySpan<Hash256>(in this)).ToArray();

    /// <summary>64 lower-case digits.</summary>
    public string ToHex() => Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<Hash256>(in this)));

    public string ToBase64() => Convert.ToBase64String(MemoryMarshal.AsBytes(new ReadOnlySpan<Hash256>(in this)));

    /// <summary>Reads what <see cref="ToHex"/> writes and nothing else: one value has one spelling.</summary>
    public static bool TryFromHex(ReadOnlySpan<char> hex, out Hash256 hash)
    {
        hash = default;
        Span<byte> bytes = stackalloc byte[Bytes];
        if (hex.Length != 2 * Bytes || hex.ContainsAnyInRange('A', 'F') || Convert.FromHexString(hex, bytes, out _, out _) != OperationStatus.Done) return false;
        hash = new Hash256(bytes);
        return true;
    }

    /// <summary>Reads what <see cref="ToBase64"/> writes and nothing else.</summary>
    public static bool TryFromBase64(string base64, out Hash256 hash)
    {
        hash = default;
        if (!StrictBase64.TryDecode(base64, out var bytes) || bytes.Length != Bytes) return false;
        hash = new Hash256(bytes);
        return true;
    }

    public override string ToString() => ToHex();
}
