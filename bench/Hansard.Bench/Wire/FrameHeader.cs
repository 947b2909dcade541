using System.Buffers.Binary;

namespace Hansard.Bench.Wire;

internal enum Opcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}

/// <summary>The header of a WebSocket frame (RFC 6455, section 5.2), as a server sends it and as a client does.</summary>
internal readonly record struct FrameHeader(bool Final, Opcode Opcode, int HeaderBytes, long PayloadBytes)
{
    private const int MaskBytes = 4;

    public long TotalBytes => HeaderBytes + PayloadBytes;

    /// <summary>False while the header is not all there. A server must not mask (section 5.1).</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < 2) return false;
        if ((bytes[1] & 0x80) != 0) throw new LoadFailure("the server masked a frame");
        var (headerBytes, payloadBytes) = (bytes[1] & 0x7F) switch
        {
            126 when bytes.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            127 when bytes.Length >= 10 => (10, BinaryPrimitives.ReadInt64BigEndian(bytes[2..])),
            var length and < 126 => (2, length),
            _ => (0, 0L),
        };
        if (headerBytes == 0) return false;
        header = new FrameHeader((bytes[0] & 0x80) != 0, (Opcode)(bytes[0] & 0x0F), headerBytes, payloadBytes);
        return true;
    }

    /// <summary>
    /// A whole client frame. Its mask is zero: the server unmasks it like any other (the same work), and the client saves the exclusive-or.
    /// </summary>
    public static byte[] ClientFrame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var lengthBytes = payload.Length switch { < 126 => 0, <= ushort.MaxValue => 2, _ => 8 };
        var frame = new byte[2 + lengthBytes + MaskBytes + payload.Length];
        frame[0] = (byte)(0x80 | (byte)opcode);
        frame[1] = (byte)(0x80 | lengthBytes switch { 0 => payload.Length, 2 => 126, _ => 127 });
        if (lengthBytes == 2) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        if (lengthBytes == 8) BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);
        payload.CopyTo(frame.AsSpan(2 + lengthBytes + MaskBytes));
        return frame;
    }
}
