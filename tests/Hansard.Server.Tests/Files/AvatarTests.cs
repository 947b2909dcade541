using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Files;

/// <summary>Groups and people have pictures, which are pictures, and not everybody sees them.</summary>
public sealed class AvatarTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. FileClient.Bytes(5_000)];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. FileClient.Bytes(4_000)];

    [Fact]
    public async Task A_groups_picture_is_set_by_its_admins_told_to_all_recorded_and_replaced()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot bot, TestSocket feed) = await TestBot.Recorder(server);
        await using TestSocket recorder = feed;
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), eve = await server.Keyed("+15550000003");
        await ann.Discover(bob);
        await ann.Socket.Get("RequestCreateConversationFull", ann.Creation("g", isDialog: false, [], [bob], bot.UserId.Value));
        Assert.Equal("forbidden", await Refused(bob, "g", "image/png", Png.Length));
        Assert.Equal("notFound", await Refused(eve, "g", "image/png", Png.Length));
        foreach ((string type, long size) in ((string, long)[])[("image/svg+xml", 10), ("image/png", 0), ("image/png", 1024 * 1024 + 1)]) Assert.Equal("invalid", await Refused(ann, "g", type, size));
        await bob.Told();

        await Set(ann, "g", "image/png", Png);
        List<JsonObject> told = await bob.Told();
        Assert.Equal(["ConversationAvatarChangedNotification", "NotificationAddedMessageToConversation"], told.Select(frame => (string)frame["type"]!));
        Assert.Equal("AvatarChanged", (string?)told[1]["body"]!["message"]!["eventType"]);
        JsonNode seen = (await bob.Socket.Get("RequestGetConversationFull", new { conversationUuid = "g", userId = (string?)null }))["conversation"]!;
        Assert.Equal((true, (long)told[0]["body"]!["avatarUpdated"]!), ((bool)seen["hasAvatar"]!, (long)seen["avatarUpdated"]!));
        JsonObject fact = Assert.Single((await new FeedReader(recorder).ToTheHead()).OfKind("conversationAvatarChanged"));
        Assert.Equal((ann.UserId, (long)seen["avatarUpdated"]!), ((string)fact["userId"]!, (long)fact["body"]!["avatarUpdated"]!));

        string url = await Url(bob.Socket, "g", null);
        Assert.StartsWith($"{server.Server.Urls[0]}/avatar/conversation_g?", url, StringComparison.Ordinal);
        using HttpResponseMessage picture = await FileClient.Get(url);
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.ToString());
        Assert.Equal(Png, await picture.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Png, await FileClient.Download(await Url(recorder, "g", null)));
        Assert.Equal("notFound", await NoUrl(eve.Socket, "g", null));
        Assert.Equal(403, await FileClient.Status(url.Split('?')[0]));

        await Set(ann, "g", "image/jpeg", Jpeg);
        await Until.Holds(() => FileClient.OnDisk(server).Length == 1, "the former picture is gone");
        Assert.Equal(Jpeg, await FileClient.Download(url));
        await ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "g" });
        Assert.Equal(404, await FileClient.Status(url));
        Assert.Equal(Jpeg, await FileClient.Download(await Url(recorder, "g", null)));
        await recorder.Get("RequestAcknowledgeFeed", new { through = (await new FeedReader(recorder).ToTheHead()).Facts.Count });
        await Until.Holds(() => FileClient.OnDisk(server).Length == 0, "the picture of the deleted group is gone");
    }

    [Fact]
    public async Task A_persons_picture_is_seen_by_those_who_know_him_and_goes_with_him()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed("+15550000002"), eve = await server.Keyed("+15550000003");
        await bob.Discover(ann);
        long before = await Updated();
        await Set(ann, null, "image/jpeg", Jpeg);
        Assert.NotEqual(before, await Updated());
        string url = await Url(bob.Socket, null, ann.UserId);
        Assert.Contains($"/avatar/user_{ann.UserId.Replace('/', '_')}?", url, StringComparison.Ordinal);
        Assert.Equal(Jpeg, await FileClient.Download(url));
        Assert.Equal(Jpeg, await FileClient.Download(await Url(ann.Socket, null, ann.UserId)));
        Assert.Equal("notFound", await NoUrl(eve.Socket, null, ann.UserId));
        Assert.Equal("notFound", await NoUrl(ann.Socket, null, bob.UserId));
        Assert.Equal("invalid", await bob.Socket.Status("RequestGetAvatarUrl", new { conversationUuid = (string?)null, userId = (string?)null }));

        await ann.Socket.Get("RequestDeleteUser", new { androidSmsToken = (string?)null, openUserId = ann.Number });
        await ann.Socket.Get("RequestDeleteUserConfirmation", new { code = ann.LastCode(server.OutboxPath) });
        await Until.Holds(() => FileClient.OnDisk(server).Length == 0, "his picture is gone");
        Assert.Equal(404, await FileClient.Status(url));

        async Task<long> Updated() => (long)(await bob.Socket.Get("RequestGetUserInfo", new { userId = ann.UserId }))["user"]!["avatarUpdated"]!;
    }

    [Fact]
    public async Task What_is_no_such_picture_is_refused_after_its_last_byte_and_the_one_before_stays()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Keyed("+15550000001");
        await Set(ann, null, "image/jpeg", Jpeg);
        foreach (byte[] wrong in (byte[][])[Png, "<html><script>"u8.ToArray(), [0xFF]])
        {
            using HttpResponseMessage answer = await FileClient.Patch(await UploadUrl(ann, null, "image/jpeg", wrong.Length), 0, wrong);
            Assert.Equal(415, (int)answer.StatusCode);
        }
        Assert.Equal(Jpeg, await FileClient.Download(await Url(ann.Socket, null, ann.UserId)));
    }

    private static object Request(string? conversation, string type, long size) => new { conversationUuid = conversation, mimeType = type, size };

    private static Task<string> Refused(TestPerson person, string? conversation, string type, long size) =>
        person.Socket.Status("RequestGetAvatarUploadUrl", Request(conversation, type, size));

    private static async Task<string> UploadUrl(TestPerson person, string? conversation, string type, long size) =>
        (string)(await person.Socket.Get("RequestGetAvatarUploadUrl", Request(conversation, type, size)))["uploadUrl"]!;

    private static async Task Set(TestPerson person, string? conversation, string type, byte[] picture)
    {
        using HttpResponseMessage answer = await FileClient.Patch(await UploadUrl(person, conversation, type, picture.Length), 0, picture);
        Assert.Equal(204, (int)answer.StatusCode);
    }

    private static Task<string> NoUrl(TestSocket socket, string? conversation, string? user) =>
        socket.Status("RequestGetAvatarUrl", new { conversationUuid = conversation, userId = user });

    private static async Task<string> Url(TestSocket socket, string? conversation, string? user) =>
        (string)(await socket.Get("RequestGetAvatarUrl", new { conversationUuid = conversation, userId = user }))["avatarUrl"]!;
}
