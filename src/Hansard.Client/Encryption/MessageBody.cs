using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>Where a body stands. It is bound to the ciphertext, so a body moved to another place or another sender does not open.</summary>
public sealed record MessagePlace(ConversationUuid Conversation, MessageUuid Message, UserId Sender, SessionKeyUuid SessionKey)
{
    private const string Purpose = "hansard/message/1";

    internal byte[] AssociatedData() =>
        Statement.Of(Purpose, Conversation.Value, Message.Value, Sender.Value, SessionKey.Value);
}

/// <summary>An encrypted body as it travels: <c>ivBase64</c> of 12 bytes, <c>bodyEncryptedBase64</c> of the ciphertext and its 16-byte tag.</summary>
public sealed record MessageBody(string IvBase64, string BodyEncryptedBase64)
{
    public static MessageBody Encrypt(SessionKey key, MessagePlace place, ReadOnlySpan<byte> plaintext) =>
        Encrypt(key, place, plaintext, AesGcmBox.NewNonce());

    internal static MessageBody Encrypt(SessionKey key, MessagePlace place, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> nonce) =>
        new(Convert.ToBase64String(nonce), Convert.ToBase64String(AesGcmBox.Seal(key.Bytes, nonce, plaintext, place.AssociatedData())));

    /// <summary>The plaintext, or <c>invalid</c> when key, place, nonce or ciphertext are not those it was written with.</summary>
    public Result<byte[]> Decrypt(SessionKey key, MessagePlace place)
    {
        var nonce = Base64.Decode(IvBase64);
        if (!nonce.Succeeded) return nonce.Failure;
        var box = Base64.Decode(BodyEncryptedBase64);
        return box.Succeeded ? AesGcmBox.Open(key.Bytes, nonce.Value, box.Value, place.AssociatedData()) : box.Failure;
    }
}
