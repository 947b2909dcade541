using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hansard.Protocol;

/// <summary>
/// An identifier as it was sent: an opaque string, of 1 to 64 characters on the wire, kept and compared character by character.
/// The reference mixes upper case, lower case and forms that are no UUID at all, so an id is never a <see cref="Guid"/>.
/// </summary>
public interface IWireId<TSelf> where TSelf : struct, IWireId<TSelf>
{
    string Value { get; }
    static abstract TSelf From(string value);

    static virtual int MaximumCharacters => Limits.IdCharacters;
}

/// <summary>base64(SHA-256(UTF-8 of the E.164 number with its plus)); for a bot of <c>bot:network/userName</c>.</summary>
[JsonConverter(typeof(WireIdConverter<UserId>))]
public readonly record struct UserId(string Value) : IWireId<UserId>
{
    public static UserId From(string value) => new(value);
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<ConversationUuid>))]
public readonly record struct ConversationUuid(string Value) : IWireId<ConversationUuid>
{
    public static ConversationUuid From(string value) => new(value);
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<MessageUuid>))]
public readonly record struct MessageUuid(string Value) : IWireId<MessageUuid>
{
    public static MessageUuid From(string value) => new(value);
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<SessionKeyUuid>))]
public readonly record struct SessionKeyUuid(string Value) : IWireId<SessionKeyUuid>
{
    public static SessionKeyUuid From(string value) => new(value);
    public override string ToString() => Value;
}

[JsonConverter(typeof(WireIdConverter<KeyPairUuid>))]
public readonly record struct KeyPairUuid(string Value) : IWireId<KeyPairUuid>
{
    public static KeyPairUuid From(string value) => new(value);
    public override string ToString() => Value;
}

/// <summary>Names one installation of one user. It works as a weak credential, so it appears in no log, feed or record.</summary>
[JsonConverter(typeof(WireIdConverter<ApplicationUuid>))]
public readonly record struct ApplicationUuid(string Value) : IWireId<ApplicationUuid>
{
    public static ApplicationUuid From(string value) => new(value);
    public override string ToString() => "(application)";
}

/// <summary>The public name of a device, given by the server at confirmation; safe to log and to record.</summary>
[JsonConverter(typeof(WireIdConverter<DeviceId>))]
public readonly record struct DeviceId(string Value) : IWireId<DeviceId>
{
    public static DeviceId From(string value) => new(value);
    public override string ToString() => Value;
}

/// <summary>Reads and writes an id as a JSON string and as an object key; an empty or too long one is refused.</summary>
public sealed class WireIdConverter<TId> : JsonConverter<TId> where TId : struct, IWireId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String) throw new JsonException();
        return Checked(reader.GetString()!);
    }

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    private static TId Checked(string value) =>
        value.Length >= 1 && value.Length <= TId.MaximumCharacters ? TId.From(value) : throw new JsonException();
}
