using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;

namespace Hansard.Client.Settings;

/// <summary>The network's authority key on this device: taken once, and never replaced by another without its owner's doing.</summary>
internal static class AuthorityPin
{
    /// <summary>Null where none was given yet; <c>untrusted</c> where the one given now is not the one that was pinned.</summary>
    public static Result<UserPublicKey?> Take(ClientSettings settings, DeviceStore store)
    {
        var pinned = store.Pins.AuthorityPem;
        if ((settings.AuthorityKeyPem ?? pinned) is not { } pem) return (UserPublicKey?)null;
        var authority = UserPublicKey.Parse(pem);
        if (!authority.Succeeded) return Failure.Invalid("The authority key is no RSA-4096 public key in PEM.");
        if (pinned is not null && !UserPublicKey.Parse(pinned).Value.Equals(authority.Value))
        {
            return ClientStatus.UntrustedBecause(
                $"The authority key is not the one pinned in {settings.Folder}. If it was replaced on purpose, begin with a new folder.");
        }
        store.ChangePins(pins => pins with { AuthorityPem = pem });
        return authority.Value;
    }
}
