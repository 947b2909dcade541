using System.Text.Json.Serialization;

namespace Hansard.Protocol.Content;

/// <summary>
/// How content names a message: by its <see cref="MessageUuid"/> in the messenger, by its opaque id in chat, where channels make ids
/// longer than ours.
/// </summary>
[JsonConverter(typeof(WireIdConverter<MessageRef>))]
public readonly record struct MessageRef(string Value) : IWireId<MessageRef>
{
    public static int MaximumCharacters => 256;

    public static MessageRef From(string value) => new(value);

    public static implicit operator MessageRef(MessageUuid uuid) => new(uuid.Value);

    public override string ToString() => Value;
}
