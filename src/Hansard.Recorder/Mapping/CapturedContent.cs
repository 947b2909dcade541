using System.Text.Json;
using Hansard.Protocol.Content;
using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>What a message's plaintext becomes in a line. Pure; whatever was encrypted comes out, also what is no message data object at all.</summary>
/// <param name="Text">For <c>message</c>; null where this version knows no documented type for the content.</param>
/// <param name="Kept">Stands in <c>hansard</c>: the object itself where it says more than the text, the bytes where they are no JSON that every reader reads alike.</param>
internal sealed record CapturedContent(string? Text, LineMember? Kept)
{
    public static CapturedContent Of(ReadOnlyMemory<byte> plaintext)
    {
        if (!CanonicalJson.TryFrom(plaintext, out var whole))
            return new CapturedContent(null, new LineMember("plaintextBase64", CanonicalJson.Of(Convert.ToBase64String(plaintext.Span))));
        var kept = new LineMember("content", whole);
        if (TextOf(whole.Parse()) is not { } text) return new CapturedContent(null, kept);
        return new CapturedContent(text, whole == Bare(text) ? null : kept);
    }

    private static string? TextOf(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("messageType", out var type) && type.ValueKind == JsonValueKind.String && string.Equals(type.GetString(), ContentTypes.Text, StringComparison.OrdinalIgnoreCase)
        && data.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Object
        && content.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

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
}
