using System.Text;
using System.Text.Json;
using Hansard.Protocol.Content;
using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>What a message's plaintext is. Pure; whatever was encrypted comes out, also what is no message data object at all.</summary>
/// <param name="Content">Null where no client would read it as content.</param>
/// <param name="Object">The object as it was written, in the record's form; null where readers would not agree on it.</param>
internal sealed record CapturedContent(MessageContent? Content, CanonicalJson? Object)
{
    private const int LookedAtBytes = 4096;

    public static CapturedContent Of(ReadOnlyMemory<byte> plaintext)
    {
        if (!CanonicalJson.TryFrom(plaintext, out var whole)) return new CapturedContent(null, null);
        var read = ContentJson.Read(plaintext.Span);
        return new CapturedContent(read.Succeeded ? read.Value : LooseText(whole.Parse()), whole);
    }

    /// <summary>A cheap look for a type's name, before a plaintext is read for nothing: false only where it is certainly of another type.</summary>
    public static bool MayBe(ReadOnlyMemory<byte> plaintext, string messageType) =>
        plaintext.Length > LookedAtBytes || plaintext.Span.Contains((byte)'\\') || Names(plaintext.Span, messageType);

    /// <summary>The data object of which the text says everything.</summary>
    public static CanonicalJson Bare(string text) => CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        writer.Key("content");
        writer.StartObject();
        writer.Member("text", text);
        writer.EndObject();
        writer.Member("messageType", ContentTypes.Text);
        writer.EndObject();
    });

    /// <summary>In any letter case, and without making a string of every message.</summary>
    private static bool Names(ReadOnlySpan<byte> utf8, string messageType)
    {
        var (lower, upper) = ((byte)char.ToLowerInvariant(messageType[0]), (byte)char.ToUpperInvariant(messageType[0]));
        while (utf8.IndexOfAny(lower, upper) is >= 0 and var at && at + messageType.Length <= utf8.Length)
        {
            if (Ascii.EqualsIgnoreCase(utf8.Slice(at, messageType.Length), messageType)) return true;
            utf8 = utf8[(at + 1)..];
        }
        return false;
    }

    /// <summary>A text with more around it than clients accept is still found by its words.</summary>
    private static TextContent? LooseText(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("messageType", out var type) && type.ValueKind == JsonValueKind.String && string.Equals(type.GetString(), ContentTypes.Text, StringComparison.OrdinalIgnoreCase)
        && data.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Object
        && content.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? new TextContent(text.GetString()!)
            : null;
}
