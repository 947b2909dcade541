using System.Text.Json.Nodes;
using Hansard.Server.Tests.Files;
using Xunit;
using static Hansard.Server.Tests.Reachability.Drive;
using static Hansard.Server.Tests.Reachability.Street;

namespace Hansard.Server.Tests.Reachability;

/// <summary>Files and pictures: an upload is over when its bytes are there.</summary>
internal static class FileDrives
{
    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, 0xE0, .. FileClient.Bytes(1_000)];

    public static readonly Dictionary<string, Drive> All = new()
    {
        ["RequestGetUploadUrl"] = new(SendFile, $"{Members}: FileReadyNotification") { Before = Announce },
        ["RequestGetFiles"] = ByAnn("RequestGetFiles", OfMessage) with { Before = BringFile },
        ["RequestGetFilesFast"] = ByAnn("RequestGetFilesFast", OfMessage) with { Before = BringFile },
        ["RequestGetAvatarUploadUrl"] = new(SetPicture, $"{Members}: ConversationAvatarChangedNotification, NotificationAddedMessageToConversation"),
        ["RequestGetAvatarUrl"] = ByAnn("RequestGetAvatarUrl", street => new { conversationUuid = street.Group, userId = (string?)null }) with { Before = SetPicture },
    };

    private static object OfMessage(Street street) => new { conversationUuid = street.Group, messageUuid = "with a file" };

    private static Task Announce(Street street) => street.Ann.Announce(street.Group, "with a file");

    private static async Task BringFile(Street street)
    {
        await Announce(street);
        await SendFile(street);
    }

    private static async Task<JsonObject> SendFile(Street street) =>
        await Upload(await street.Ann.Socket.Ask("RequestGetUploadUrl", FileClient.Request(street.Group, "with a file", "f", Picture.Length)));

    private static async Task<JsonObject> SetPicture(Street street) =>
        await Upload(await street.Ann.Socket.Ask("RequestGetAvatarUploadUrl", new { conversationUuid = street.Group, mimeType = "image/jpeg", size = Picture.Length }));

    private static async Task<JsonObject> Upload(JsonObject reply)
    {
        using HttpResponseMessage answer = await FileClient.Patch((string)reply["body"]!["uploadUrl"]!, 0, Picture);
        Assert.Equal(204, (int)answer.StatusCode);
        return reply;
    }
}
