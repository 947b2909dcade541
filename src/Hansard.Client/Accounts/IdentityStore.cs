using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;

namespace Hansard.Client.Accounts;

/// <summary>From what the device keeps to the identity that can sign and open.</summary>
internal static class IdentityStore
{
    public static Result<Identity> Open(StoredIdentity stored)
    {
        var metadataBytes = Base64.Decode(stored.MetadataKeyBase64);
        if (!metadataBytes.Succeeded) return metadataBytes.Failure;
        var metadata = MetadataKey.FromBytes(metadataBytes.Value);
        if (!metadata.Succeeded) return metadata.Failure;
        var pair = UserKeyPair.FromPem(stored.PrivateKeyPem);
        return pair.Succeeded
            ? new Identity(stored.Network, stored.UserId, stored.Nick, pair.Value, stored.KeyPairUuid, metadata.Value)
            : pair.Failure;
    }
}
