using System.Text;
using System.Text.Json;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Shared;
using Hansard.TestKeys;

namespace Hansard.Recorder.Tests.Network;

/// <summary>A person who writes: an id, a key pair of the pool.</summary>
internal sealed record Person(UserId Id, UserKeyPair Pair)
{
    public static readonly Person Anna = new(new UserId("anna="), UserKeyPair.FromPem(KeyPool.Pem(1)).Value);
    public static readonly Person Bruno = new(new UserId("bruno="), UserKeyPair.FromPem(KeyPool.Pem(2)).Value);
    public static readonly Person Carla = new(new UserId("carla="), UserKeyPair.FromPem(KeyPool.Pem(3)).Value);

    public static readonly UserKeyPair Recorder = UserKeyPair.FromPem(KeyPool.Pem(5)).Value;

    public KeyPairUuid PairUuid => new("pair-" + Id.Value);
}

/// <summary>A conversation and the key that is written under now.</summary>
internal sealed class Conversation(string uuid)
{
    public ConversationUuid Uuid { get; } = new(uuid);
    public SessionKeyUuid KeyUuid { get; set; }
    public SessionKey Key { get; set; } = SessionKey.Generate();
}

/// <summary>A journal as a server keeps it, with what travels beside its facts.</summary>
internal sealed class TestJournal
{
    private const long Started = 1_700_000_000_000_000;

    private readonly byte[] seed = Ed25519.NewSeed();
    private readonly List<byte[]> facts = [];
    private readonly List<string> chain = [JournalChain.Start];
    private readonly List<FeedBody> bodies = [];
    private readonly List<(long Seq, FeedSessionKey Wrap)> wraps = [];
    private readonly List<(long Seq, FeedSessionKey Wrap)> late = [];

    public string KeyHex => Convert.ToHexStringLower(Ed25519.PublicKey(seed));

    public long Head => facts.Count;

    public void Create(Conversation conversation, Person creator, Person[] others, string? title = null, Action<Wrapping>? how = null)
    {
        conversation.KeyUuid = new SessionKeyUuid($"key-1-{conversation.Uuid}");
        var sealedTitle = title is null ? null : Envelope.Seal(conversation.Key, conversation.KeyUuid, conversation.Uuid, EnvelopeField.Title, title);
        UserId[] everybody = [.. others.Select(other => other.Id), creator.Id];
        Add(conversation, creator, title is null
            ? new ConversationCreated(true, null, everybody, [], conversation.KeyUuid)
            : new ConversationCreated(false, sealedTitle, [creator.Id], everybody[..^1], conversation.KeyUuid));
        Wrap(conversation, creator, null, how);
    }

    public void NewKey(Conversation conversation, Person signer, Action<Wrapping>? how = null)
    {
        var previous = conversation.KeyUuid;
        conversation.Key = SessionKey.Generate();
        conversation.KeyUuid = new SessionKeyUuid($"key-{facts.Count + 1}-{conversation.Uuid}");
        Add(conversation, signer, new SessionKeyAdded(conversation.KeyUuid, previous, signer.Id, signer.PairUuid));
        Wrap(conversation, signer, previous, how);
    }

    public string Say(Conversation conversation, Person sender, string text) =>
        Say(conversation, sender, ContentJsonOf(text), Guid.NewGuid().ToString());

    public string Say(Conversation conversation, Person sender, byte[] plaintext, string uuid, bool erased = false)
    {
        var place = new MessagePlace(conversation.Uuid, new MessageUuid(uuid), sender.Id, conversation.KeyUuid);
        var body = MessageBody.Encrypt(conversation.Key, place, plaintext);
        Add(conversation, sender, new MessageAdded(
            place.Message, conversation.KeyUuid, false, null, 2, BodyHash.Of(body.IvBase64, body.BodyEncryptedBase64), false, null, null));
        if (!erased) bodies.Add(new FeedBody(Head, body.IvBase64, body.BodyEncryptedBase64));
        return uuid;
    }

    public static byte[] ContentJsonOf(string text) =>
        JsonSerializer.SerializeToUtf8Bytes(new { messageType = "TEXT", content = new { text } });

    public void Add<T>(Conversation? conversation, Person? who, T body) where T : class, IFactBody
    {
        var seq = Head + 1;
        var json = FactJson.Write(
            seq, Started + seq * 1_000_007, conversation?.Uuid, who?.Id, who is null ? (DeviceId?)null : new DeviceId("device-of-" + who.Id.Value), body);
        facts.Add(json);
        chain.Add(JournalChain.Next(chain[^1], seq, json));
    }

    /// <summary>Gives the wraps that came late, beside the journal's last fact.</summary>
    public void BringLateKeys()
    {
        wraps.AddRange(late.Select(wrap => (Head, wrap.Wrap)));
        late.Clear();
    }

    public ResponseRecorderFeed Page(long after, int size)
    {
        var last = Math.Min(after + size, Head);
        bool Within(long seq) => seq > after && seq <= last;
        return new ResponseRecorderFeed(
            [.. facts.Skip((int)after).Take((int)Math.Max(0, last - after)).Select(json => new RawJson(json))],
            [.. bodies.Where(body => Within(body.Seq))],
            [.. wraps.Where(wrap => Within(wrap.Seq)).Select(wrap => wrap.Wrap)],
            Head, chain[(int)Head], Sign(Head, chain[(int)Head]));
    }

    public string Sign(long head, string hash) =>
        Convert.ToBase64String(Ed25519.Sign(seed, Encoding.UTF8.GetBytes($"hansard/journal-head/1\ndefault\n{head}\n{hash}\n")));

    private void Wrap(Conversation conversation, Person signer, SessionKeyUuid? previous, Action<Wrapping>? how)
    {
        var statement = new SessionKeyStatement(conversation.Uuid, signer.Id, previous);
        var wrapping = new Wrapping
        {
            KeyEncryptedBase64 = conversation.Key.WrapFor(Person.Recorder.Public),
            SignatureBase64 = statement.Sign(conversation.Key, signer.Pair),
        };
        how?.Invoke(wrapping);
        (wrapping.IsLate ? late : wraps).Add((Head, new FeedSessionKey(
            conversation.KeyUuid, conversation.Uuid, new UserId("recorder"), wrapping.KeyEncryptedBase64, wrapping.SignatureBase64,
            signer.Id, 1_700_000_000_000, signer.PairUuid, signer.Pair.Public.Pem, previous)));
    }
}

/// <summary>What the recorder is given of a session key; a test may spoil it.</summary>
internal sealed class Wrapping
{
    public required string KeyEncryptedBase64 { get; set; }
    public required string SignatureBase64 { get; set; }

    /// <summary>Given only with <see cref="TestJournal.BringLateKeys"/>.</summary>
    public bool IsLate { get; set; }
}
