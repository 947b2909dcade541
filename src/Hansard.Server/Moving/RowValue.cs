using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hansard.Server.Moving;

/// <summary>One value of a row in canonical form.</summary>
/// <param name="Integer">Of an integer.</param>
/// <param name="Bytes">Of a text, as UTF-8, or a blob.</param>
internal readonly record struct RowValue(ValueKind Kind, long Integer, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The value at the beginning of <paramref name="rest"/>, which is left standing behind it.</summary>
    public static RowValue Take(ref ReadOnlyMemory<byte> rest)
    {
        ValueKind kind = (ValueKind)rest.Span[0];
        int start = 1;
        if (kind == ValueKind.Null)
        {
            rest = rest[start..];
            return default;
        }
        if (kind == ValueKind.Integer)
        {
            long integer = BinaryPrimitives.ReadInt64BigEndian(rest.Span[start..]);
            rest = rest[(start + sizeof(long))..];
            return new RowValue(kind, integer, default);
        }
        int length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[start..]);
        start += sizeof(int);
        RowValue value = new(kind, 0, rest.Slice(start, length));
        rest = rest[(start + length)..];
        return value;
    }

    /// <summary>So many values from the beginning of <paramref name="bytes"/>.</summary>
    public static RowValue[] Read(ReadOnlyMemory<byte> bytes, int count)
    {
        RowValue[] values = new RowValue[count];
        for (int position = 0; position < count; position++) values[position] = Take(ref bytes);
        return values;
    }

    public override string ToString() => Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Integer => Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.Text => $"'{Encoding.UTF8.GetString(Bytes.Span)}'",
        _ => Convert.ToHexStringLower(Bytes.Span),
    };
}
