using System.Text.Json.Nodes;
using Hansard.Server.Tests.Fanout;
using Hansard.Server.Tests.Files;
using Xunit;

namespace Hansard.Server.Tests.CatchingUp;

/// <summary>Files that became ready, and pictures that changed, while Ann's second device was away.</summary>
public sealed class MissedFilesTests(Household people) : IClassFixture<Household>
{
    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, 0xE0, .. FileClient.Bytes(100)];

    private TestPerson Ann => people["ann/1"];

    private TestPerson Away => people["ann/2"];

    private TestPerson Bob => people["bob/1"];

    private TestPerson Carl => people["carl"];

    [Fact]
    public async Task Files_come_after_their_messages_each_once_with_an_address_for_this_device_and_those_of_deleted_messages_not()
    {
        await Ann.CreateGroup("files", Bob, Carl);
        await Bob.Announce("files", "before", files: 2);
        await Bob.Upload("files", "before", "known", FileClient.Bytes(10));
        string cursor = await Missed.Now(Away);
        await Bob.Upload("files", "before", "late", FileClient.Bytes(20, seed: 2));
        await Bob.Announce("files", "new", files: 2);
        await Bob.Upload("files", "new", "one", FileClient.Bytes(30, seed: 3));
        (string url, _) = await Bob.UploadUrl("files", "new", "unfinished", 40);
        using HttpResponseMessage some = await FileClient.Patch(url, 0, FileClient.Bytes(10));
        await Bob.Announce("files", "gone");
        await Bob.Upload("files", "gone", "f", FileClient.Bytes(40));
        await Bob.Socket.Get("RequestDeleteMessage", new { conversationUuid = "files", uuid = "gone" });

        Missed missed = await Missed.Since(Away, cursor);

        Assert.Equal(["added new 1/1/3", "added gone 1/1/3 deleted", "file before", "file new"], missed.Lines);
        Assert.Equal(FileClient.Bytes(20, seed: 2), await FileClient.Download((string)missed.Changes[2]["body"]!["downloadUrl"]!));
        Assert.Empty((await Missed.Since(Away, missed.Cursor)).Changes);
    }

    [Fact]
    public async Task However_small_a_page_is_every_file_comes_once()
    {
        await Ann.CreateGroup("paged", Bob);
        string cursor = await Missed.Now(Away);
        await Bob.Announce("paged", "m", files: 40);
        string[] names = [.. Enumerable.Range(0, 40).Select(number => $"file {number}")];
        foreach (string name in names) await Bob.Upload("paged", "m", name, FileClient.Bytes(10));

        Missed missed = await Missed.Since(Away, cursor, size: 17);

        Assert.Equal(["added m 1/1/2", .. Enumerable.Repeat("file m", names.Length)], missed.Lines);
        Assert.Equal(names.Select(name => FileClient.Name(name).Replace('/', '_')), missed.Changes.Skip(1)
            .Select(change => Uri.UnescapeDataString(((string)change["body"]!["downloadUrl"]!).Split('?')[0].Split("/m_")[1])));
    }

    [Fact]
    public async Task Who_came_in_after_a_message_is_told_of_none_of_its_files_neither_live_nor_later()
    {
        await Bob.CreateGroup("late", Carl);
        await Bob.Announce("late", "before");
        string cursor = await Missed.Now(Away);
        await Bob.Add("late", Ann);
        Telling telling = await people.After(() => Bob.Upload("late", "before", "f", FileClient.Bytes(10)));
        Assert.Equal("""
            bob/1: FileReadyNotification
            bob/2: FileReadyNotification
            carl: FileReadyNotification
            """, telling.Lines);

        Assert.Equal(["came into late", "event Added"], (await Missed.Since(Away, cursor)).Lines);
    }

    [Fact]
    public async Task A_picture_that_was_set_twice_is_told_once()
    {
        await Ann.CreateGroup("drawn", Bob);
        string cursor = await Missed.Now(Away);
        foreach (int _ in (int[])[1, 2])
        {
            JsonNode asked = await Ann.Socket.Get("RequestGetAvatarUploadUrl", new { conversationUuid = "drawn", mimeType = "image/jpeg", size = Picture.Length });
            using HttpResponseMessage answer = await FileClient.Patch((string)asked["uploadUrl"]!, 0, Picture);
            Assert.Equal(204, (int)answer.StatusCode);
        }

        Missed missed = await Missed.Since(Away, cursor);

        Assert.Equal(["ConversationAvatarChangedNotification", "event AvatarChanged", "event AvatarChanged"], missed.Lines);
        JsonNode shown = (await Ann.Socket.Get("RequestGetConversationFull", new { conversationUuid = "drawn", userId = (string?)null }))["conversation"]!;
        Assert.Equal((true, (long)shown["avatarUpdated"]!), ((bool)shown["hasAvatar"]!, (long)missed.Changes[0]["body"]!["avatarUpdated"]!));
    }
}
