using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Server.Accounts;

/// <summary>A row of users: a person who has registered at least once, or a bot.</summary>
internal sealed record StoredUser(
    long Id, string UserId, long IsBot, long? Registered, long CreatedMs, long LastLoginMs, long AvatarUpdatedMs, long KeysUpdatedMs, string? Nick, long Blocked,
    string? KeyPairUuid, string? PublicKey, string? PrivateKeyEncrypted, string? MetadataKeyEncrypted)
{
    /// <summary>As another sees him; his own secrets are for his own eyes.</summary>
    /// <param name="blacklisted">He is on the viewer's black list.</param>
    public UserView View(UserId viewer, bool blacklisted)
    {
        bool own = viewer.Value == UserId;
        return new UserView(new(UserId), PublicKey, own ? PrivateKeyEncrypted : null, CreatedMs, LastLoginMs, Nick, AvatarUpdatedMs, KeysUpdatedMs,
            Blocked != 0 || blacklisted, own ? MetadataKeyEncrypted : null, KeyPairUuid is null ? null : new KeyPairUuid(KeyPairUuid));
    }

    /// <summary>What is shown for every id that the viewer does not know, whether there is such a user or not.</summary>
    public static UserView Unknown(UserId userId, long nowMs) => new(userId, null, null, nowMs, nowMs, null, nowMs, nowMs, false, null, null);
}
