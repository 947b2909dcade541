using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Hansard.Protocol.Frames;

/// <summary>
/// The pass of <see cref="FrameReader"/>. The first fault is the one that is told, but the scan goes on to the end: type and id
/// may come later,
/// and what follows may not be JSON at all.
/// </summary>
internal ref struct FrameScan
{
    private Utf8JsonReader reader;
    private SeenKeys keys;
    private ObjectNumbers open;
    private int objects;
    private string? description;
    private bool closes;

    public FrameScan(ReadOnlySpan<byte> utf8, Utf8JsonReader reader, Span<SeenKeys.Slot> slots)
    {
        this.reader = reader;
        keys = new SeenKeys(utf8, slots);
    }

    public string? Type { get; private set; }

    public FrameId Id { get; private set; }

    public int BodyStart { get; private set; }

    public int BodyLength { get; private set; }

    public readonly FrameFault? Fault => description is null ? null : new FrameFault(Type ?? "", Id, description, closes);

    public void Run()
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            Close("A frame must be a JSON object.");
            return;
        }
        Enter();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName) Member();
        // Whatever follows the object is no JSON: the reader says so.
        if (!closes) reader.Read();
        if (Type is null) Refuse("The frame has no type.");
    }

    public void NotJson() => Close("The frame is not valid JSON.");

    public void Dispose() => keys.Dispose();

    private void Member()
    {
        var isKnown = CheckKey();
        var isType = isKnown && reader.ValueTextEquals("type"u8);
        var isId = isKnown && reader.ValueTextEquals("id"u8);
        var isBody = isKnown && reader.ValueTextEquals("body"u8);
        reader.Read();
        if (isType) ReadType();
        else if (isId) ReadId();
        else if (isBody) ReadBody();
        else Skip();
    }

    private void ReadType()
    {
        if (TryReadType(ref reader, out var type)) Type = type;
        else Refuse($"type must be a string of at most {Limits.FrameTypeCharacters} characters.");
        Skip();
    }

    /// <summary>A type is a plain string; one of those that exist is not copied.</summary>
    public static bool TryReadType(ref Utf8JsonReader reader, out string type)
    {
        type = "";
        if (reader.TokenType is not JsonTokenType.String || reader.ValueSpan.Length > Limits.FrameTypeCharacters) return false;
        if (reader.ValueIsEscaped && Escapes.Fault(reader.ValueSpan) is not null) return false;
        Span<char> characters = stackalloc char[Limits.FrameTypeCharacters];
        type = WireTypes.Intern(characters[..reader.CopyString(characters)]);
        return true;
    }

    private void ReadId()
    {
        var token = reader.ValueSpan;
        if (reader.TokenType is JsonTokenType.String && IsShortString(ref reader)) Id = new FrameId($"\"{Encoding.UTF8.GetString(token)}\"");
        else if (reader.TokenType is JsonTokenType.Number && IsShortInteger(token)) Id = new FrameId(Encoding.UTF8.GetString(token));
        else Refuse($"id must be a string of at most {Limits.FrameIdCharacters} characters or an integer.");
        Skip();
    }

    private static bool IsShortInteger(ReadOnlySpan<byte> token) =>
        token.Length <= Limits.FrameIdCharacters && !token.ContainsAny((byte)'.', (byte)'e', (byte)'E');

    private static bool IsShortString(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped && Escapes.Fault(reader.ValueSpan) is not null) return false;
        // The longest form of one character is six bytes: \u0041.
        if (reader.ValueSpan.Length > Limits.FrameIdCharacters * 6) return false;
        Span<char> characters = stackalloc char[Limits.FrameIdCharacters * 6];
        return reader.CopyString(characters) <= Limits.FrameIdCharacters;
    }

    private void ReadBody()
    {
        if (reader.TokenType is not JsonTokenType.StartObject) Refuse("body must be an object.");
        var start = (int)reader.TokenStartIndex;
        Skip();
        (BodyStart, BodyLength) = (start, (int)reader.BytesConsumed - start);
    }

    /// <summary>Walks over the value on which the reader stands, checking all of it.</summary>
    private void Skip()
    {
        var depth = reader.CurrentDepth;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    Enter();
                    break;
                case JsonTokenType.PropertyName:
                    CheckKey();
                    break;
                case JsonTokenType.String when reader.ValueIsEscaped && Escapes.Fault(reader.ValueSpan) is { } hidden:
                    Refuse($"A string of the frame contains {hidden}.");
                    break;
                default:
                    break;
            }
            if (reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        }
        while (reader.Read());
    }

    private void Enter()
    {
        // CurrentDepth counts what encloses the token, the depth of a frame counts the token too.
        if (reader.CurrentDepth >= Limits.JsonDepth) Close($"The frame is nested deeper than {Limits.JsonDepth} levels.");
        open[reader.CurrentDepth] = ++objects;
    }

    /// <summary>False where the key says nothing because it is broken or a repetition.</summary>
    private bool CheckKey()
    {
        if (reader.ValueIsEscaped && Escapes.Fault(reader.ValueSpan) is { } hidden)
        {
            Refuse($"A key of the frame contains {hidden}.");
            return false;
        }
        if (keys.Add(open[reader.CurrentDepth - 1], ref reader)) return true;
        Refuse("The frame names a key twice in one object.");
        return false;
    }

    private void Refuse(string sentence) => description ??= sentence;

    private void Close(string sentence)
    {
        // Graver than anything that was merely refused before.
        if (!closes) description = sentence;
        closes = true;
    }

    /// <summary>The number of the object that is open at each depth, the first forbidden one included.</summary>
    [InlineArray(Limits.JsonDepth + 1)]
    private struct ObjectNumbers
    {
        private int first;
    }
}
