using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>What an envelope holds; the name is bound to the ciphertext, so a title cannot be passed off as a nick.</summary>
public static class EnvelopeField
{
    public const string Nick = "nick";
    public const string Title = "title";
    public const string ContactId = "contactId";
    public const string ContactNick = "contactNick";
    public const string TrustedFingerprint = "trustedFingerprint";
    public const string Params = "params";
}

/// <summary>
/// A short encrypted text that stands in a field of its own: base64 of a JSON object. With <see cref="SessionKeyUuid"/> it belongs to a
/// conversation and is under that session key, without it is under its owner's metadata key.
/// </summary>
public sealed record Envelope(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConversationUuid? ConversationUuid,
    string EncryptedBodyBase64,
    string IvBase64,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionKeyUuid? SessionKeyUuid)
{
    private const string Purpose = "hansard/envelope/1";

    /// <summary>Bound on an envelope from the network, in characters: a parameter of 64 KiB, encrypted and twice in base64.</summary>
    public const int MaximumCharacters = 131_072;

    public static string Seal(SessionKey key, SessionKeyUuid keyUuid, ConversationUuid conversation, string field, string text)
    {
        var nonce = AesGcmBox.NewNonce();
        var box = AesGcmBox.Seal(key.Bytes, nonce, Encoding.UTF8.GetBytes(text), AssociatedData(field, conversation.Value));
        return new Envelope(conversation, Convert.ToBase64String(box), Convert.ToBase64String(nonce), keyUuid).Write();
    }

    public static string Seal(MetadataKey key, UserId owner, string field, string text)
    {
        var nonce = AesGcmBox.NewNonce();
        var box = AesGcmBox.Seal(key.Bytes, nonce, Encoding.UTF8.GetBytes(text), AssociatedData(field, owner.Value));
        return new Envelope(null, Convert.ToBase64String(box), Convert.ToBase64String(nonce), null).Write();
    }

    /// <summary>Reads the outside: which conversation and key the text is under. Unknown members and white space are let pass.</summary>
    public static Result<Envelope> Read(string envelopeBase64)
    {
        if (envelopeBase64.Length > MaximumCharacters) return Unreadable;
        var json = Base64.Decode(envelopeBase64);
        if (!json.Succeeded) return Unreadable;
        try
        {
            var read = JsonSerializer.Deserialize(json.Value, EnvelopeJson.Default.Envelope);
            return read is { EncryptedBodyBase64: not null, IvBase64: not null } ? read : Unreadable;
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    /// <summary>Opens an envelope of a conversation. The conversation is the caller's, not the one the envelope claims.</summary>
    public Result<string> Open(SessionKey key, ConversationUuid conversation, string field) => Open(key.Bytes, field, conversation.Value);

    public Result<string> Open(MetadataKey key, UserId owner, string field) => Open(key.Bytes, field, owner.Value);

    private Result<string> Open(ReadOnlySpan<byte> key, string field, string owner)
    {
        var nonce = Base64.Decode(IvBase64);
        if (!nonce.Succeeded) return nonce.Failure;
        var box = Base64.Decode(EncryptedBodyBase64);
        if (!box.Succeeded) return box.Failure;
        var text = AesGcmBox.Open(key, nonce.Value, box.Value, AssociatedData(field, owner));
        return text.Succeeded ? Encoding.UTF8.GetString(text.Value) : text.Failure;
    }

    private string Write() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this, EnvelopeJson.Default.Envelope));

    private static byte[] AssociatedData(string field, string owner) => Statement.Of(Purpose, field, owner);

    private static readonly Failure Unreadable = Failure.Invalid("This is no envelope.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Envelope))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
