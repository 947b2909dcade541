using System.Buffers.Binary;

namespace Hansard.Bench.Stored;

/// <summary>A stream of random bits that follows from its seed (SplitMix64): a new one costs nothing, so every message can have its own.</summary>
internal struct Scatter(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E37_79B9_7F4A_7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <param name="bytes">A multiple of eight.</param>
    public void Fill(Span<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[sizeof(ulong)..]) BinaryPrimitives.WriteUInt64LittleEndian(bytes, Next());
    }
}
