using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>A file encrypted in chunks of <paramref name="ChunkBytes"/> with AES-256-GCM under a key of its own.</summary>
/// <param name="Size">Bytes before encryption.</param>
/// <param name="Sha256">Over the bytes before encryption, lower-case hex.</param>
/// <param name="KeyBase64">32 bytes from which the file's key is derived.</param>
/// <param name="Preview">A smaller picture, a file of its own with a key of its own.</param>
public sealed record ContentFile(
    string FileNameEncrypted,
    string MimeType,
    long Size,
    string Sha256,
    string KeyBase64,
    int ChunkBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ContentFile? Preview = null)
{
    /// <inheritdoc cref="MessageContent.More"/>
    [JsonExtensionData, JsonInclude]
    public Dictionary<string, JsonElement>? More { get; internal set; }
}
