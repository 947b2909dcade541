using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class KeyUpdateTests
{
    private const string Number = "+15550000001", NewPublicKey = "NotificationNewPublicKey";
    private static readonly string OtherPem = RSA.Create(2048).ExportSubjectPublicKeyInfoPem();

    private static string PrivatePem(string content) => $"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{content}\n-----END ENCRYPTED PRIVATE KEY-----";

    private static Dictionary<string, object?> Keys(string number = Number, string content = "BBBB", string? nick = "Tmljaw==", string? publicKey = null)
    {
        Dictionary<string, object?> keys = new()
        {
            ["androidSmsToken"] = "p1VSyoHQY8a", ["metaDataKeyEncryptedBase64"] = "TWV0YQ==", ["nick"] = nick, ["openUserId"] = number,
            ["privateKeyEncryptedBase64"] = PrivatePem(content),
        };
        if (publicKey is not null) keys["publicKeyBase64"] = publicKey;
        return keys;
    }

    private static Task<string> Ask(TestPerson person, object keys) => person.Socket.Status("RequestUpdateUserKeys", keys);

    private static Task<string> Confirm(TestPerson person, string smsCode) => person.Socket.Status("RequestConfirmUpdateUserKeys", new { smsCode });

    private static async Task<JsonNode> Own(TestPerson person) => (await person.Socket.Get("RequestGetUserInfo", new { userId = person.UserId }))["user"]!;

    private static async Task Change(TestServer server, TestPerson person, object keys)
    {
        Assert.Equal(Status.Ok, await Ask(person, keys));
        Assert.Equal(Status.Ok, await Confirm(person, person.LastCode(server.OutboxPath)));
    }

    [Fact]
    public async Task A_private_key_encrypted_anew_takes_effect_with_its_code_and_leaves_the_pair_alone()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(time: clock);
        await using TestPerson ann = await server.Keyed(Number), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("d", bob);
        await bob.Told();
        JsonNode before = await Own(ann);
        clock.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(Status.Ok, await Ask(ann, Keys()));
        Assert.True(JsonNode.DeepEquals(before, await Own(ann)));
        Assert.EndsWith("\np1VSyoHQY8a", (string?)JsonNode.Parse(File.ReadLines(server.OutboxPath).Last())!["text"]);

        Assert.Equal(Status.Ok, await Confirm(ann, ann.LastCode(server.OutboxPath)));
        JsonNode after = await Own(ann);
        Assert.Equal((PrivatePem("BBBB"), "TWV0YQ==", "Tmljaw=="),
            ((string?)after["privateKeyEncryptedBase64"], (string?)after["metaDataKeyEncryptedBase64"], (string?)after["nick"]));
        Assert.Equal((ann.KeyPairUuid, TestKeys.PublicPem, 60_000),
            ((string?)after["keyPairUuid"], (string?)after["publicKeyBase64"], (long)after["keysUpdated"]! - (long)before["keysUpdated"]!));
        Assert.Empty(await bob.Told());
        await ann.Say("d", "still under the same key");
    }

    [Fact]
    public async Task Another_pair_closes_the_session_keys_of_the_users_conversations_and_is_told_to_all_who_may_wrap_for_him()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed(Number), tablet = await server.Person(Number), bob = await server.Keyed("+15550000002"),
            carl = await server.Keyed("+15550000003"), eve = await server.Keyed("+15550000004");
        await ann.CreateDialog("d", bob);
        await bob.CreateGroup("g", ann);
        await bob.CreateGroup("not hers", carl);
        await carl.Discover(ann);
        await eve.Discover(ann);
        await carl.Socket.Get("UpdateContact", new { contact = new { contactId = ann.UserId, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null }, userId = (string?)null });
        foreach (TestPerson person in (TestPerson[])[ann, tablet, bob, carl, eve]) await person.Told();

        string former = ann.KeyPairUuid;
        await Change(server, ann, Keys(publicKey: OtherPem));
        await ann.LearnKeys();
        Assert.NotEqual(former, ann.KeyPairUuid);
        foreach (TestPerson person in (TestPerson[])[tablet, bob, carl])
        {
            JsonObject told = Assert.Single(await person.Told());
            Assert.Equal((NewPublicKey, ann.UserId, null, OtherPem),
                ((string)told["type"]!, (string)told["body"]!["userId"]!, (string?)told["body"]!["conversationUuid"], (string)told["body"]!["keyBase64"]!));
        }
        foreach (TestPerson person in (TestPerson[])[ann, eve]) Assert.Empty(await person.Told());

        foreach (string closed in (string[])["d", "g"]) Assert.Equal(Status.IncompleteKeys, await bob.Socket.Status("RequestAddMessage", TestPerson.Message(closed, "m")));
        await bob.Say("not hers", "m");
        await ann.Socket.Get("RequestAddNewSessionKeys", new { conversationUuid = "d", sessionKeys = (object[])[ann.KeyFor(ann.UserId), ann.KeyFor(bob.UserId)] });
    }

    [Fact]
    public async Task Another_pair_and_each_key_it_closed_are_facts_of_the_journal()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed(Number), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("d", bob);
        await bob.CreateGroup("g", ann);
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        await using TestPerson carl = await server.Keyed("+15550000003");
        await Change(server, ann, Keys());
        await Change(server, ann, Keys(publicKey: TestKeys.PublicPem));
        FeedReader feed = await new FeedReader(recorder).ToTheHead();
        Assert.Equal(3, feed.OfKind("keyPairChanged").Count());

        await Change(server, ann, Keys(publicKey: OtherPem));
        feed = await new FeedReader(recorder).ToTheHead();
        JsonObject changed = feed.OfKind("keyPairChanged").Last();
        await ann.LearnKeys();
        Assert.Equal((ann.UserId, OtherPem, ann.KeyPairUuid), ((string)changed["userId"]!, (string)changed["body"]!["publicKeyBase64"]!, (string)changed["body"]!["keyPairUuid"]!));
        // The coming of the recorder has closed both keys already: what is closed is not closed again.
        Assert.DoesNotContain(feed.OfKind("sessionKeyClosed"), fact => (string?)fact["body"]!["reason"] == "keyPairChanged");
    }

    [Fact]
    public async Task The_journal_says_which_session_keys_another_pair_has_closed()
    {
        await using TestServer server = await TestServer.Start();
        (TestBot bot, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        await using TestPerson ann = await server.Keyed(Number), bob = await server.Keyed("+15550000002");
        await ann.CreateDialog("d", bob, bot.UserId.Value);
        await bob.Discover(ann);
        await bob.Socket.Get("RequestCreateConversationFull", bob.Creation("g", isDialog: false, [], [ann], bot.UserId.Value));
        await Change(server, ann, Keys(publicKey: OtherPem));
        FeedReader feed = await new FeedReader(recorder).ToTheHead();
        Assert.Equal([("d", ann.UserId, "key of d", "keyPairChanged"), ("g", ann.UserId, "key of g", "keyPairChanged")], feed.OfKind("sessionKeyClosed")
            .Select(fact => ((string)fact["conversationUuid"]!, (string)fact["userId"]!, (string)fact["body"]!["sessionKeyUuid"]!, (string)fact["body"]!["reason"]!)));
    }

    [Fact]
    public async Task Only_the_application_that_asked_may_confirm_and_only_with_the_latest_code_for_this_purpose()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed(Number), tablet = await server.Person(Number);
        Assert.Equal(Status.Ok, await Ask(ann, Keys(content: "OLDD")));
        string old = ann.LastCode(server.OutboxPath);
        Assert.Equal(Status.Ok, await Ask(ann, Keys()));
        string code = ann.LastCode(server.OutboxPath);
        Assert.Equal(Status.Forbidden, await Confirm(tablet, code));
        Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestDeleteUserConfirmation", new { code }));
        if (old != code) Assert.Equal(Status.Forbidden, await Confirm(ann, old));
        Assert.Equal(Status.Ok, await Confirm(ann, code));
        Assert.Equal(Status.Forbidden, await Confirm(ann, code));
        Assert.Equal(PrivatePem("BBBB"), (string?)(await Own(ann))["privateKeyEncryptedBase64"]);
    }

    [Fact]
    public async Task A_private_key_is_never_stored_beside_the_public_key_of_another_pair()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed(Number), tablet = await server.Person(Number);
        Assert.Equal(Status.Ok, await Ask(tablet, Keys(content: "OLDD")));
        string slow = ann.LastCode(server.OutboxPath);
        await Change(server, ann, Keys(publicKey: OtherPem));
        Assert.Equal(Status.Conflict, await Confirm(tablet, slow));
        Assert.Equal(PrivatePem("BBBB"), (string?)(await Own(ann))["privateKeyEncryptedBase64"]);
    }

    [Fact]
    public async Task What_is_no_key_or_not_ones_own_number_is_refused_and_no_code_is_sent()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed(Number), unkeyed = await server.Person("+15550000002");
        int sent = File.ReadLines(server.OutboxPath).Count();
        Assert.Equal(Status.Forbidden, await Ask(ann, Keys("+15550000002")));
        Assert.Equal(Status.Invalid, await Ask(ann, Keys("15550000001")));
        Assert.Equal(Status.Invalid, await Ask(ann, Keys(nick: "Ann")));
        Assert.Equal(Status.Invalid, await Ask(ann, Keys(publicKey: "no PEM")));
        Assert.Equal(Status.Invalid, await Ask(ann, new Dictionary<string, object?>(Keys()) { ["privateKeyEncryptedBase64"] = "no PEM" }));
        Assert.Equal(Status.Invalid, await Ask(ann, new Dictionary<string, object?>(Keys()) { ["metaDataKeyEncryptedBase64"] = "no base64!" }));
        Assert.Equal(Status.Invalid, await Ask(ann, new Dictionary<string, object?>(Keys()) { ["androidSmsToken"] = "evil words." }));
        Assert.Equal(Status.Conflict, await Ask(unkeyed, Keys("+15550000002")));
        Assert.Equal(sent, File.ReadLines(server.OutboxPath).Count());
    }
}
