using Hansard.Client.Accounts;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Client.SessionKeys;

/// <summary>A new session key, wrapped for everybody who must be able to open it, under one signature.</summary>
internal sealed class KeySet
{
    private readonly Identity own;
    private readonly string signature;
    private readonly IReadOnlyList<Recipient> others;

    /// <param name="others">All other members and all recorders; the own entry is made from the own key pair.</param>
    public KeySet(Identity own, ConversationUuid conversation, SessionKeyUuid? previous, IReadOnlyList<Recipient> others)
    {
        (this.own, this.others) = (own, others);
        Key = SessionKey.Generate();
        signature = new SessionKeyStatement(conversation, own.UserId, previous).Sign(Key, own.KeyPair);
    }

    public SessionKey Key { get; }

    /// <summary>For which key pair each entry was wrapped, so that the server can name those whose pair is newer.</summary>
    public IReadOnlyDictionary<UserId, KeyPairUuid> KeyPairUuids =>
        new Dictionary<UserId, KeyPairUuid>(others.Select(other => KeyValuePair.Create(other.UserId, other.KeyPairUuid)))
        {
            [own.UserId] = own.KeyPairUuid,
        };

    public SessionKeyValue Own => Value(own.UserId, own.KeyPair.Public);

    public IReadOnlyList<SessionKeyValue> All => [Own, .. others.Select(other => Value(other.UserId, other.PublicKey))];

    public string WrapFor(Recipient other) => Key.WrapFor(other.PublicKey);

    private SessionKeyValue Value(UserId recipient, UserPublicKey publicKey) =>
        new(Key.WrapFor(publicKey), signature, own.KeyPairUuid, own.UserId, recipient);
}
