using Hansard.Archive.Log;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Recorder.Keys;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests.Keys;

public sealed class SessionKeyStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => Path.Combine(folder.Path, "session-keys.jsonl");

    public void Dispose() => folder.Dispose();

    private SessionKeyStore Open() => SessionKeyStore.Open(new PosixDisk(), File, Person.Recorder);

    private static FeedSessionKey Wrap(string conversation, string uuid, SessionKey key, Person signer, SessionKeyUuid? previous = null) => new(
        new SessionKeyUuid(uuid), new ConversationUuid(conversation), new UserId("recorder"), key.WrapFor(Person.Recorder.Public),
        new SessionKeyStatement(new ConversationUuid(conversation), signer.Id, previous).Sign(key, signer.Pair), signer.Id, 1, signer.PairUuid, signer.Pair.Public.Pem, previous);

    [Fact]
    public void Keys_are_found_again_after_a_restart_each_in_its_conversation()
    {
        var key = SessionKey.Generate();
        using (var store = Open())
        {
            store.Keep([Wrap("A", "k", key, Person.Anna), Wrap("A", "k2", SessionKey.Generate(), Person.Bruno, new SessionKeyUuid("k"))]);
            store.Keep([]);
            store.Keep([Wrap("B", "k", SessionKey.Generate(), Person.Bruno)]);
        }
        using (var store = Open())
        {
            var found = store.Find(new("A"), new("k"))!;
            Assert.Equal((Person.Anna.Id, null), (found.Signer, found.Fault));
            var place = new MessagePlace(new("A"), new("m"), Person.Anna.Id, new("k"));
            Assert.Equal("text"u8.ToArray(), MessageBody.Encrypt(key, place, "text"u8).Decrypt(found.Key!, place).Value);
            Assert.Null(store.Find(new("A"), new("k2"))!.Fault);
            Assert.Equal(Person.Bruno.Id, store.Find(new("B"), new("k"))!.Signer);
            Assert.Null(store.Find(new("C"), new("k")));
        }
    }

    [Fact]
    public void A_key_that_comes_again_is_kept_once()
    {
        var wrap = Wrap("A", "k", SessionKey.Generate(), Person.Anna);
        using var store = Open();
        store.Keep([wrap]);
        store.Keep([wrap, Wrap("A", "k2", SessionKey.Generate(), Person.Anna)]);
        Assert.Equal(2, System.IO.File.ReadAllLines(File).Length);
        Assert.Null(store.Find(new("A"), new("k2"))!.Fault);
    }

    [Fact]
    public void The_file_opens_nothing_by_itself()
    {
        var key = SessionKey.Generate();
        using (var store = Open()) store.Keep([Wrap("A", "k", key, Person.Anna)]);
        using var stranger = SessionKeyStore.Open(new PosixDisk(), File, Person.Carla.Pair);
        Assert.Null(stranger.Find(new("A"), new("k"))!.Key);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void A_signature_for_another_conversation_signer_or_predecessor_does_not_hold()
    {
        var key = SessionKey.Generate();
        var good = Wrap("A", "k", key, Person.Anna);
        foreach (var wrong in new[]
        {
            good with { ConversationUuid = new("B") },
            good with { SignerUserId = Person.Bruno.Id },
            good with { PreviousSessionKeyUuid = new SessionKeyUuid("other") },
            good with { SignerPublicKeyBase64 = Person.Bruno.Pair.Public.Pem },
            good with { SignerPublicKeyBase64 = "no key" },
            good with { SignatureBase64 = "no signature" },
        })
        {
            var opened = OpenedKey.Of(wrong, Person.Recorder);
            Assert.NotNull(opened.Key);
            Assert.Equal("The signature of the session key does not hold.", opened.Fault);
        }
        Assert.Null(OpenedKey.Of(good, Person.Recorder).Fault);
    }
}
