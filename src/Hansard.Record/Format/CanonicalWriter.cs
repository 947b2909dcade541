using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Hansard.Record.Format;

/// <summary>
/// Writes JSON in the one form the record has: UTF-8, no insignificant whitespace, keys in ordinal (UTF-16 code unit) order at every level, nothing
/// escaped but quotation mark, backslash and the control characters below U+0020. The escaping is our own because bytes that were hashed must come out
/// the same in every version of the platform, whose encoders also escape emoji and whatever Unicode had not assigned when they were built.
/// A key out of order, or twice, is a bug in the caller and throws: a line in another form cannot be written.
/// </summary>
public sealed class CanonicalWriter(IBufferWriter<byte> output)
{
    /// <summary>Deeper values are rare.</summary>
    private const int UsualDepth = 8;

    private const int MaximumDepth = 64;

    /// <summary>Longer texts are measured first.</summary>
    private const int ShortCharacters = 4096;

    private string?[] lastKeys = new string?[UsualDepth];
    private int depth;
    private bool needsComma;

    public void StartObject()
    {
        Open((byte)'{');
        lastKeys[depth - 1] = null;
    }

    public void EndObject() => Close((byte)'}');

    public void StartArray() => Open((byte)'[');

    public void EndArray() => Close((byte)']');

    /// <summary>The key of the value written next.</summary>
    public void Key(string key)
    {
        ref var last = ref lastKeys[depth - 1];
        if (last is not null && string.CompareOrdinal(last, key) >= 0)
            throw new InvalidOperationException($"the key '{key}' may not follow '{last}'");
        last = key;
        Separate();
        Quoted(key);
        Byte((byte)':');
        needsComma = false;
    }

    public void String(string value)
    {
        Separate();
        Quoted(value);
        needsComma = true;
    }

    public void Number(long value)
    {
        Separate();
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
        needsComma = true;
    }

    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    public void Raw(CanonicalJson value) => Raw(value.Utf8.Span);

    /// <summary>A value that already is in the form: a literal, a number's digits as they came, or canonical JSON.</summary>
    internal void Raw(ReadOnlySpan<byte> canonical)
    {
        Separate();
        output.Write(canonical);
        needsComma = true;
    }

    public void Member(string key, string value)
    {
        Key(key);
        String(value);
    }

    public void Member(string key, long value)
    {
        Key(key);
        Number(value);
    }

    public void Member(string key, bool value)
    {
        Key(key);
        Boolean(value);
    }

    public void Member(string key, IEnumerable<string> values)
    {
        Key(key);
        StartArray();
        foreach (var value in values) String(value);
        EndArray();
    }

    private void Open(byte bracket)
    {
        Separate();
        Byte(bracket);
        needsComma = false;
        if (++depth > MaximumDepth) throw new InvalidOperationException($"nested deeper than {MaximumDepth}");
        if (depth > lastKeys.Length) Array.Resize(ref lastKeys, MaximumDepth);
    }

    private void Close(byte bracket)
    {
        depth--;
        Byte(bracket);
        needsComma = true;
    }

    private void Separate()
    {
        if (needsComma) Byte((byte)',');
    }

    private void Quoted(string value)
    {
        Byte((byte)'"');
        var rest = value.AsSpan();
        while (rest.IndexOfAny(Escaped) is var at && at >= 0)
        {
            Text(rest[..at]);
            Escape(rest[at]);
            rest = rest[(at + 1)..];
        }
        Text(rest);
        Byte((byte)'"');
    }

    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="EncoderFallbackException">A lone surrogate, which UTF-8 cannot say.</exception>
    private void Text(ReadOnlySpan<char> text)
    {
        if (text.Length > ShortCharacters) StrictUtf8.GetBytes(text, output);
        else output.Advance(StrictUtf8.GetBytes(text, output.GetSpan(StrictUtf8.GetMaxByteCount(text.Length))));
    }

    private void Escape(char character)
    {
        var form = character switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            _ => Encoding.ASCII.GetBytes($"\\u{(int)character:x4}"),
        };
        output.Write(form);
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
