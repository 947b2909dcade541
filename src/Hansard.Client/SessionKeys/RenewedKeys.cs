using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.SessionKeys;

/// <summary>Whose key pair is another by now than the one that a conversation's session key is wrapped for.</summary>
internal sealed class RenewedKeys(Link link)
{
    /// <summary>The fingerprints of their new public keys, to compare by another way.</summary>
    public async Task<Result<IReadOnlyDictionary<UserId, string>>> OfAsync(ConversationUuid conversation, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetUpdatedPublicKeys(conversation), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        var fingerprints = new Dictionary<UserId, string>();
        foreach (var (user, pem) in answer.Value.PublicKeys)
        {
            var key = UserPublicKey.Parse(pem);
            if (!key.Succeeded) return ClientStatus.UntrustedBecause($"The key that the server shows for {user} is no RSA-4096 key.");
            fingerprints[user] = key.Value.Fingerprint;
        }
        return fingerprints;
    }
}
