using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Accounts;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class UserKeysTests
{
    private const string PrivatePem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----";

    private static object Keys(string? publicKey = null, string privateKey = PrivatePem, string? metadataKey = null, string? nick = null) => new
    {
        metaDataKeyEncryptedBase64 = metadataKey ?? TestPerson.Wrap, nick, privateKeyEncryptedBase64 = privateKey, publicKeyBase64 = publicKey ?? TestKeys.PublicPem,
    };

    [Fact]
    public async Task The_first_pair_gets_its_uuid_from_the_server_and_becomes_a_fact()
    {
        await using TestServer server = await TestServer.Start();
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        await using TestPerson ann = await server.Person("+15550000001");
        await ann.AddKeys();
        JsonObject fact = Assert.Single((await new FeedReader(recorder).ToTheHead()).OfKind("keyPairChanged"));
        Assert.Equal((ann.UserId, ann.KeyPairUuid, TestKeys.PublicPem),
            ((string)fact["userId"]!, (string)fact["body"]!["keyPairUuid"]!, (string)fact["body"]!["publicKeyBase64"]!));
    }

    [Fact]
    public async Task Keys_are_added_once_and_a_retry_is_answered_alike()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001");
        Assert.Equal(Status.Ok, await ann.Socket.Status("RequestAddUserKeys", Keys()));
        Assert.Equal(Status.Ok, await ann.Socket.Status("RequestAddUserKeys", Keys()));
        Assert.Equal(Status.Conflict, await ann.Socket.Status("RequestAddUserKeys", Keys(privateKey: PrivatePem.Replace("AAAA", "BBBB"))));
        Assert.Equal(PrivatePem, (string?)(await ann.Socket.Get("RequestGetUserInfo", new { userId = ann.UserId }))["user"]!["privateKeyEncryptedBase64"]);
    }

    [Fact]
    public async Task What_is_no_key_is_refused()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001");
        using RSA small = RSA.Create(1024);
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] bad =
        [
            "", "no PEM", small.ExportSubjectPublicKeyInfoPem(), curve.ExportSubjectPublicKeyInfoPem(), KeyPool.Pem(1), "x" + TestKeys.PublicPem,
            TestKeys.PublicPem + TestKeys.PublicPem, TestKeys.PublicPem + "\nx", TestKeys.PublicPem.Replace("PUBLIC KEY", "RSA PUBLIC KEY"),
            TestKeys.PublicPem + new string('\n', PemText.PublicKeyCharactersMaximum),
        ];
        foreach (string pem in bad) Assert.Equal(Status.Invalid, await ann.Socket.Status("RequestAddUserKeys", Keys(pem)));
        Assert.Equal(Status.Invalid, await ann.Socket.Status("RequestAddUserKeys", Keys(privateKey: KeyPool.Pem(1))));
        Assert.Equal(Status.Invalid, await ann.Socket.Status("RequestAddUserKeys", Keys(privateKey: PrivatePem + new string('\n', PemText.PrivateKeyCharactersMaximum))));
        Assert.Equal(Status.Invalid, await ann.Socket.Status("RequestAddUserKeys", Keys(metadataKey: "no base64!")));
        Assert.Equal(Status.Invalid, await ann.Socket.Status("RequestAddUserKeys", Keys(nick: new string('n', 5_000))));
        Assert.Equal(Status.Invalid, await ann.Socket.Status("RequestAddUserKeys", Keys(nick: "Ann")));
        Assert.Equal(Status.Ok, await ann.Socket.Status("RequestAddUserKeys", Keys(TestKeys.PublicPem.Replace("\n", "\r\n") + "\r\n")));
    }

    [Fact]
    public async Task The_users_other_applications_are_told_and_the_one_that_added_them_is_not()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001");
        await using TestSocket tablet = await server.Connect();
        Assert.Equal(Status.Ok, await ann.Authenticate(tablet));
        Assert.Equal("AuthenticationByApplicationNotification", (string?)(await ann.Socket.Notification())["type"]);
        Assert.Equal(Status.Ok, await ann.Socket.Status("RequestAddUserKeys", Keys()));
        JsonObject told = await tablet.Notification();
        Assert.Equal("NotificationNewPublicKey", (string?)told["type"]);
        Assert.Equal((ann.UserId, null, TestKeys.PublicPem), ((string?)told["body"]!["userId"], (string?)told["body"]!["conversationUuid"], (string?)told["body"]!["keyBase64"]));
        Assert.Equal("ResponsePong", (string?)(await ann.Socket.Receive(after: "RequestPing", new { clientVersion = "1", when = 1 }))["type"]);
    }
}
