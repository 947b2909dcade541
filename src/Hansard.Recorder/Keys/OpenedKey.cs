using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Journal;

namespace Hansard.Recorder.Keys;

/// <summary>What came of opening a session key that was wrapped for this recorder.</summary>
/// <param name="Key">Null where it does not open.</param>
/// <param name="Fault">A sentence that says what is wrong with it, null for a good key. A key may open although its signature does not hold.</param>
internal sealed record OpenedKey(UserId Signer, SessionKey? Key, string? Fault)
{
    public static OpenedKey Of(FeedSessionKey wrap, UserKeyPair own)
    {
        var key = SessionKey.Unwrap(wrap.KeyEncryptedBase64, own);
        if (!key.Succeeded) return new OpenedKey(wrap.SignerUserId, null, "The session key does not open for the recorder.");
        var signer = UserPublicKey.Parse(wrap.SignerPublicKeyBase64);
        var statement = new SessionKeyStatement(wrap.ConversationUuid, wrap.SignerUserId, wrap.PreviousSessionKeyUuid);
        return signer.Succeeded && statement.IsSignedBy(signer.Value, key.Value, wrap.SignatureBase64)
            ? new OpenedKey(wrap.SignerUserId, key.Value, null)
            : new OpenedKey(wrap.SignerUserId, key.Value, "The signature of the session key does not hold.");
    }
}
