using System.Text.Json.Serialization;

namespace Hansard.Protocol.SessionKeys;

/// <summary>A session key as wrapped for one user.</summary>
/// <param name="UserId">For whom it is wrapped (RSA-OAEP, SHA-256).</param>
/// <param name="SignatureBase64">The signer's RSASSA-PSS signature over the conversation, himself, the previous session key and
/// the key's 32 bytes.</param>
/// <param name="SignerUserId">Absent in the answer to <c>RequestGetConversationFull</c>.</param>
/// <param name="PreviousSessionKeyUuid">Own: part of what the signature covers; absent for a conversation's first key.</param>
public sealed record SessionKeyView(
    SessionKeyUuid Uuid,
    ConversationUuid ConversationUuid,
    UserId UserId,
    string KeyEncryptedBase64,
    string SignatureBase64,
    long Created,
    KeyPairUuid SignerKeyPairUuid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UserId? SignerUserId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionKeyUuid? PreviousSessionKeyUuid = null);

/// <summary>A session key as its maker sends it, wrapped for <paramref name="UserId"/>.</summary>
public sealed record SessionKeyValue(
    string KeyEncryptedBase64,
    string SignatureBase64,
    KeyPairUuid SignerKeyPairUuid,
    UserId SignerUserId,
    UserId UserId);
