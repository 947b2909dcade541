using Hansard.Client.Encryption;
using Hansard.Protocol;

namespace Hansard.Client.SessionKeys;

/// <summary>A session key that this device opened.</summary>
/// <param name="Verified">
/// Its signer's signature holds. Where the signer's key of that time can no longer be had, old messages are still read, and shown as
/// unverified; nothing is ever written under such a key.
/// </param>
internal sealed record HeldKey(SessionKeyUuid Uuid, SessionKeyUuid? Previous, SessionKey Key, bool Verified);
