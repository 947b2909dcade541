using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Xunit;

namespace Hansard.Server.Tests.Files;

/// <summary>Where nothing more may be brought: the network's room is spent, or its moderators have closed the conversation.</summary>
public sealed class RoomTests : IAsyncLifetime
{
    private const int Most = 1024 * 1024;

    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, 0xE0, .. FileClient.Bytes(1_000)];

    private TestServer server = null!;
    private TestPerson ann = null!, bob = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start();
        (ann, bob) = (await server.Keyed("+15550000001"), await server.Keyed("+15550000002"));
        await ann.CreateGroup("g", bob);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, bob]) await person.DisposeAsync();
        await server.DisposeAsync();
    }

    private static Task<string> Asked(TestPerson person, string message, string name, long size) =>
        person.Socket.Status("RequestGetUploadUrl", FileClient.Request("g", message, name, size));

    private static object PictureOf(string? conversation) => new { conversationUuid = conversation, mimeType = "image/jpeg", size = Picture.Length };

    private static async Task<string> PictureUrl(TestPerson person, string? conversation) =>
        (string)(await person.Socket.Get("RequestGetAvatarUploadUrl", PictureOf(conversation)))["uploadUrl"]!;

    [Fact]
    public async Task What_is_whole_counts_for_the_network_until_it_is_gone()
    {
        await server.Command(new ChangeNetwork("default", Limits: new Dictionary<string, int> { ["filesMebibytes"] = 1 }));
        await ann.Announce("g", "m", files: 3);
        (string begun, _) = await ann.UploadUrl("g", "m", "begun", Most);
        await ann.Upload("g", "m", "large", FileClient.Bytes(Most - Picture.Length));
        await FileClient.Patch(await PictureUrl(ann, null), 0, Picture);
        await bob.Announce("g", "his");
        JsonNode refused = (await bob.Socket.Ask("RequestGetUploadUrl", FileClient.Request("g", "his", "f", 1)))["body"]!;
        Assert.Equal(Status.TooManyRequests, (string)refused["status"]!);
        Assert.Contains("operator", (string)refused["description"]!, StringComparison.Ordinal);
        Assert.Equal(Status.TooManyRequests, await bob.Socket.Status("RequestGetAvatarUploadUrl", PictureOf(null)));

        // A file that is unfinished counts for nothing, nor does one picture in place of another.
        await FileClient.Patch(begun, 0, FileClient.Bytes(10));
        await ann.Socket.Get("RequestDeleteMessage", new { conversationUuid = "g", uuid = "m" });
        await Until.Holds(async () => await server.Core.Writer.Run(batch => Server.Files.FileStore.BytesOf(batch.Sql, server.Core.Networks.Find("default")!)) == Picture.Length, "its room is free");
        await FileClient.Patch(await PictureUrl(ann, null), 0, Picture);
        await bob.Upload("g", "his", "f", FileClient.Bytes(Most - Picture.Length));
        Assert.Equal(Status.TooManyRequests, await bob.Socket.Status("RequestGetAvatarUploadUrl", PictureOf(null)));
    }

    [Fact]
    public async Task Into_a_blocked_conversation_nothing_comes_neither_new_nor_begun()
    {
        await ann.Announce("g", "m", files: 2);
        await ann.Upload("g", "m", "there", FileClient.Bytes(10));
        (string file, _) = await ann.UploadUrl("g", "m", "begun", 20);
        string picture = await PictureUrl(ann, "g");
        await server.Command(new BlockConversation("default", new("g"), Blocked: true));
        await bob.Told();

        foreach ((string url, byte[] bytes) in new[] { (file, FileClient.Bytes(20)), (picture, Picture) })
        {
            using HttpResponseMessage answer = await FileClient.Patch(url, 0, bytes);
            Assert.Equal(403, (int)answer.StatusCode);
        }
        Assert.Equal(Status.Forbidden, await Asked(ann, "m", "begun", 20));
        Assert.Equal(Status.Forbidden, await Asked(ann, "m", "new", 20));
        Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestGetAvatarUploadUrl", PictureOf("g")));
        Assert.Equal(10, (await ann.UploadUrl("g", "m", "there", 10)).Offset);
        Assert.Equal(FileClient.Bytes(10), await FileClient.Download(await bob.FileUrl("g", "m")));
        Assert.Empty(await bob.Told());

        await server.Command(new BlockConversation("default", new("g"), Blocked: false));
        using HttpResponseMessage again = await FileClient.Patch(file, 0, FileClient.Bytes(20));
        Assert.Equal(204, (int)again.StatusCode);
        Assert.Equal(2, (await bob.Socket.Files("g", "m")).Count);
    }
}
