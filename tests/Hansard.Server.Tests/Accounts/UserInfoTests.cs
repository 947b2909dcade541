using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Accounts;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class UserInfoTests
{
    private const string Stranger = "2dCjIfc8/3qVOm5I7CXANeUVxUGBGT1XKd2ZVzOvhGc=";

    [Fact]
    public async Task Who_is_not_known_looks_like_who_is_not_there()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await bob.AddKeys();
        JsonArray users = (await ann.Socket.Get("RequestGetUserInfoMulti", new { userIds = (string[])[bob.UserId, Stranger] }))["users"]!.AsArray();
        Assert.Equal([bob.UserId, Stranger], users.Select(user => (string)user!["userId"]!));
        foreach (JsonNode? user in users)
        {
            user!.AsObject().Remove("userId");
            foreach (string null_ in (string[])["publicKeyBase64", "privateKeyEncryptedBase64", "nick", "metaDataKeyEncryptedBase64", "keyPairUuid"])
            {
                Assert.True(user.AsObject().Remove(null_, out JsonNode? value), null_);
                Assert.Null(value);
            }
            long[] times = [.. ((string[])["created", "lastLogin", "avatarUpdated", "keysUpdated"]).Select(name => (long)user[name]!)];
            Assert.Single(times.Distinct());
            Assert.InRange(DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(times[0]), TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
            Assert.False((bool)user["blocked"]!);
        }
    }

    [Fact]
    public async Task Only_the_owner_sees_his_secrets()
    {
        await using TestServer server = await TestServer.Start();
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await bob.AddKeys();
        await ann.Discover(bob);

        JsonNode own = (await bob.Socket.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!;
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", (string?)own["privateKeyEncryptedBase64"]);
        Assert.Equal(TestPerson.Wrap, (string?)own["metaDataKeyEncryptedBase64"]);
        foreach (TestSocket other in new[] { ann.Socket, recorder })
        {
            JsonNode seen = (await other.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!;
            Assert.Equal(TestKeys.PublicPem, (string?)seen["publicKeyBase64"]);
            Assert.Null(seen["privateKeyEncryptedBase64"]);
            Assert.Null(seen["metaDataKeyEncryptedBase64"]);
        }
    }

    [Fact]
    public async Task Recorders_are_known_to_everybody()
    {
        await using TestServer server = await TestServer.Start();
        (TestBot bot, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        await using TestPerson ann = await server.Person("+15550000001");
        Assert.Equal(bot.PublicPem, (string?)(await ann.Socket.Get("RequestGetUserInfo", new { userId = bot.UserId }))["user"]!["publicKeyBase64"]);
    }

    [Fact]
    public async Task More_ids_than_a_reply_could_hold_are_refused()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001");
        string[] ids = [.. Enumerable.Range(0, UserInfo.UsersMaximum + 1).Select(number => UserIds.OfBot("n", $"{number}").Value)];
        Assert.Equal(Status.Invalid, await ann.Socket.Status("RequestGetUserInfoMulti", new { userIds = ids }));
        Assert.Equal(UserInfo.UsersMaximum, (await ann.Socket.Get("RequestGetUserInfoMulti", new { userIds = ids[1..] }))["users"]!.AsArray().Count);
    }
}
