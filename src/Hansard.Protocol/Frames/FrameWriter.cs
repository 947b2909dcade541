using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Hansard.Protocol.Frames;

/// <summary>
/// Writes frames. The head of a frame is fixed bytes per type, so only the body goes through the serializer; a frame without an id has no
/// <c>id</c> member.
/// </summary>
public static class FrameWriter
{
    public static void Write<T>(IBufferWriter<byte> output, T body, FrameId id = default) where T : class, IWireBody
    {
        WriteHead(output, Head<T>.Utf8, id);
        using (var lease = JsonWriters.Rent(output))
        {
            JsonSerializer.Serialize(lease.Writer, body, Wire<T>.Info);
        }
        output.Write("}"u8);
    }

    /// <summary>The whole frame in an array of its own, for what is sent to many.</summary>
    public static byte[] ToBytes<T>(T body, FrameId id = default) where T : class, IWireBody
    {
        var buffer = JsonWriters.EmptyBuffer();
        Write(buffer, body, id);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A frame around a body that is JSON already; nothing is checked.</summary>
    public static void Write(IBufferWriter<byte> output, string type, FrameId id, ReadOnlySpan<byte> bodyJson)
    {
        WriteHead(output, HeadOf(type), id);
        output.Write(bodyJson);
        output.Write("}"u8);
    }

    private static void WriteHead(IBufferWriter<byte> output, ReadOnlySpan<byte> head, FrameId id)
    {
        output.Write(head);
        if (id.Json is { } json)
        {
            output.Write(",\"id\":"u8);
            var bytes = Encoding.UTF8.GetByteCount(json);
            output.Advance(Encoding.UTF8.GetBytes(json, output.GetSpan(bytes)));
        }
        output.Write(",\"body\":"u8);
    }

    private static byte[] HeadOf(string type) => Encoding.UTF8.GetBytes($"{{\"type\":\"{JsonEncodedText.Encode(type)}\"");

    private static class Head<T> where T : class, IWireBody
    {
        public static readonly byte[] Utf8 = HeadOf(T.Type);
    }
}
