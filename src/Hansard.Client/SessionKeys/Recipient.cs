using Hansard.Client.Encryption;
using Hansard.Protocol;

namespace Hansard.Client.SessionKeys;

/// <summary>Somebody for whom a session key is wrapped: a member or a recorder, under one certain key pair of his.</summary>
internal sealed record Recipient(UserId UserId, KeyPairUuid KeyPairUuid, UserPublicKey PublicKey);
