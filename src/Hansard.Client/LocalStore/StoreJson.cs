using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hansard.Client.Files;
using Hansard.Client.Messages;
using Hansard.Protocol;

namespace Hansard.Client.LocalStore;

/// <summary>A text that the store keeps about itself.</summary>
internal sealed record StoreMark(string Text);

/// <summary>A file that is to be sent, as it was prepared; see <see cref="FileDraft"/>.</summary>
internal sealed record StoredDraft(Draft Message, IReadOnlyList<FilePart> Parts);

/// <summary>How rows are written: what came over the wire as it came.</summary>
internal static class StoreJson
{
    public static JsonTypeInfo<T> Of<T>() => StoreOwnJson.Default.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? Wire<T>.Info;
}

[JsonSerializable(typeof(StoreMark))]
[JsonSerializable(typeof(StoredDraft))]
internal sealed partial class StoreOwnJson : JsonSerializerContext;
