using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hansard.Protocol;

/// <summary>
/// One JSON writer and one buffer per thread: writing is synchronous and never nests, and making a writer costs more than using it.
/// </summary>
internal static class JsonWriters
{
    /// <summary>A buffer that once grew beyond this is given back to the collector instead of being kept, in bytes.</summary>
    private const int KeptBytes = 1 << 20;
    private const int FirstBytes = 4096;

    private static readonly ArrayBufferWriter<byte> Nowhere = new(1);

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The thread's buffer, emptied. It is the caller's until he leaves the method.</summary>
    public static ArrayBufferWriter<byte> EmptyBuffer()
    {
        if (buffer is null || buffer.Capacity > KeptBytes) buffer = new ArrayBufferWriter<byte>(FirstBytes);
        buffer.ResetWrittenCount();
        return buffer;
    }

    /// <summary>The thread's writer over <paramref name="into"/>, until the lease is disposed of.</summary>
    public static Lease Rent(IBufferWriter<byte> into)
    {
        if (writer is null) writer = new Utf8JsonWriter(into, WriterOptions);
        else writer.Reset(into);
        return new Lease(writer);
    }

    public readonly ref struct Lease(Utf8JsonWriter writer)
    {
        public Utf8JsonWriter Writer { get; } = writer;

        /// <summary>Flushes, and lets go of the buffer, so that an idle thread does not keep a connection's memory alive.</summary>
        public void Dispose()
        {
            Writer.Flush();
            Writer.Reset(Nowhere);
        }
    }
}
