using Hansard.Protocol;

namespace Hansard.Client.Encryption;

/// <summary>
/// What a signer says of a session key: that he made it for this conversation, to follow that key. The server cannot verify it, since
/// the key itself is part of what is signed; every receiver and every recorder must.
/// </summary>
/// <param name="Previous">The key before this one; null at the conversation's creation.</param>
public sealed record SessionKeyStatement(ConversationUuid Conversation, UserId Signer, SessionKeyUuid? Previous)
{
    private const string Purpose = "hansard/session-key/1";

    /// <summary>One signature, good for every entry of a key set, base64: <c>signatureBase64</c>.</summary>
    public string Sign(SessionKey key, UserKeyPair signer) => signer.Sign(TextOver(key));

    public bool IsSignedBy(UserPublicKey signer, SessionKey key, string signatureBase64) => signer.Verifies(TextOver(key), signatureBase64);

    private byte[] TextOver(SessionKey key) =>
        [.. Statement.Of(Purpose, Conversation.Value, Signer.Value, Previous?.Value ?? "", ""), .. key.Bytes];
}
