using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Hansard.Record.Format;

/// <summary>One JSON value in the record's form (see <see cref="CanonicalWriter"/>), as bytes that can stand in a line as they are.</summary>
public readonly struct CanonicalJson : IEquatable<CanonicalJson>
{
    /// <summary>Deepest nesting of a value from elsewhere; a line adds a few levels and is itself read to 64.</summary>
    public const int MaximumDepth = 32;

    /// <summary>A second member of the same name would mean one thing to one reader and another to the next, so it is refused.</summary>
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    private readonly ReadOnlyMemory<byte> utf8;

    private CanonicalJson(ReadOnlyMemory<byte> utf8) => this.utf8 = utf8;

    public ReadOnlyMemory<byte> Utf8 => utf8.IsEmpty ? "null"u8.ToArray() : utf8;

    /// <summary>
    /// Brings JSON from elsewhere into the record's form; numbers keep their digits. False for what has no such form: no JSON, bytes that are
    /// not UTF-8, lone surrogates, duplicate keys, nesting deeper than <see cref="MaximumDepth"/>.
    /// </summary>
    public static bool TryFrom(ReadOnlyMemory<byte> json, out CanonicalJson value)
    {
        value = default;
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            value = Of(document.RootElement);
            return true;
        }
        // GetString says InvalidOperationException of text that is no Unicode.
        catch (Exception e) when (e is JsonException or InvalidOperationException or EncoderFallbackException)
        {
            return false;
        }
    }

    /// <exception cref="InvalidOperationException">Text that is no Unicode, or a duplicate key.</exception>
    public static CanonicalJson Of(JsonElement element) => Build(writer => Write(writer, element));

    public static CanonicalJson Of(string text) => Build(writer => writer.String(text));

    /// <summary>The value that <paramref name="write"/> writes: exactly one.</summary>
    public static CanonicalJson Build(Action<CanonicalWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        write(new CanonicalWriter(buffer));
        return new CanonicalJson(buffer.WrittenMemory);
    }

    /// <summary>The value for reading; it lives as long as the caller keeps it.</summary>
    public JsonElement Parse() => JsonElement.Parse(Utf8.Span);

    public bool Equals(CanonicalJson other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    public override bool Equals(object? obj) => obj is CanonicalJson other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    public static bool operator ==(CanonicalJson left, CanonicalJson right) => left.Equals(right);

    public static bool operator !=(CanonicalJson left, CanonicalJson right) => !left.Equals(right);

    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    private static void Write(CanonicalWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.StartObject();
                foreach (var (name, value) in InOrder(element))
                {
                    writer.Key(name);
                    Write(writer, value);
                }
                writer.EndObject();
                break;
            case JsonValueKind.Array:
                writer.StartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item);
                writer.EndArray();
                break;
            case JsonValueKind.String:
                // Without a backslash nothing is escaped, and what must be was not let in.
                if (JsonMarshal.GetRawUtf8Value(element) is var text && text.IndexOf((byte)'\\') < 0 && System.Text.Unicode.Utf8.IsValid(text)) writer.Raw(text);
                else writer.String(element.GetString()!);
                break;
            default:
                writer.Raw(JsonMarshal.GetRawUtf8Value(element));
                break;
        }
    }

    /// <summary>Most come in their order already.</summary>
    private static (string Name, JsonElement Value)[] InOrder(JsonElement element)
    {
        var members = new (string Name, JsonElement Value)[element.GetPropertyCount()];
        var (count, isOrdered) = (0, true);
        foreach (var member in element.EnumerateObject())
        {
            members[count] = (member.Name, member.Value);
            isOrdered &= count == 0 || string.CompareOrdinal(members[count - 1].Name, members[count].Name) < 0;
            count++;
        }
        if (!isOrdered) Array.Sort(members, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return members;
    }
}
