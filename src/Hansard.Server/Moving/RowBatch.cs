using System.Buffers;
using System.Buffers.Binary;

namespace Hansard.Server.Moving;

/// <summary>
/// Rows in their canonical form, which is the same whatever engine they come from: each value is its <see cref="ValueKind"/> as a byte, an integer
/// then 8 bytes big-endian, a text (as UTF-8) or a blob 4 bytes of length big-endian and its bytes. The memory is used again after <see cref="Clear"/>.
/// </summary>
internal sealed class RowBatch
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private int lastRow;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Bytes => buffer.WrittenMemory;

    public ReadOnlyMemory<byte> LastRow => buffer.WrittenMemory[lastRow..];

    public void BeginRow()
    {
        lastRow = buffer.WrittenCount;
        Count++;
    }

    public void AddNull() => Kind(ValueKind.Null);

    public void Add(long value)
    {
        Kind(ValueKind.Integer);
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    /// <param name="kind">Text, whose bytes are UTF-8, or blob.</param>
    public void Add(ValueKind kind, ReadOnlySpan<byte> bytes)
    {
        Kind(kind);
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), bytes.Length);
        buffer.Advance(sizeof(int));
        buffer.Write(bytes);
    }

    /// <summary>A value that stands in another batch.</summary>
    public void Add(RowValue value)
    {
        if (value.Kind == ValueKind.Null) AddNull();
        else if (value.Kind == ValueKind.Integer) Add(value.Integer);
        else Add(value.Kind, value.Bytes.Span);
    }

    public void Clear()
    {
        buffer.ResetWrittenCount();
        lastRow = Count = 0;
    }

    private void Kind(ValueKind kind)
    {
        buffer.GetSpan(1)[0] = (byte)kind;
        buffer.Advance(1);
    }
}
