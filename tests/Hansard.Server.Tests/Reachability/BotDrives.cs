using Hansard.Server.Admin;
using Hansard.Server.Tests.Bots;

namespace Hansard.Server.Tests.Reachability;

/// <summary>What bots begin with, and what recorders do all day; no device is told of any of it.</summary>
internal static class BotDrives
{
    public static readonly Dictionary<string, Drive> All = new()
    {
        ["RequestRegisterBot"] = new(async street => await (await street.Connect()).Ask("RequestRegisterBot",
            new TestBot("another", keyNumber: 2).Registration((await street.Server.Command(new MakeBotPassword("default"))).BotPassword))),
        ["RequestBotChallenge"] = new(async street => await (await street.Connect()).Ask("RequestBotChallenge", new { userId = street.Recorder.UserId, uuid = street.Recorder.Uuid })),
        ["RequestBotAuthentication"] = new(async street =>
        {
            TestSocket socket = await street.Connect();
            return await socket.Ask("RequestBotAuthentication", street.Recorder.Answer(await street.Recorder.Nonce(socket)));
        }),
        ["RequestRecorderFeed"] = ByRecorder("RequestRecorderFeed", _ => new { after = 0, size = 10, waitMs = 0 }),
        ["RequestAcknowledgeFeed"] = ByRecorder("RequestAcknowledgeFeed", _ => new { through = 1 }),
        ["RequestConfirmSessionKey"] = ByRecorder("RequestConfirmSessionKey", street => new { conversationUuid = street.Group, sessionKeyUuid = "key of " + street.Group }),
        ["RequestRejectSessionKey"] = ByRecorder("RequestRejectSessionKey",
            street => new { conversationUuid = street.Group, sessionKeyUuid = "key of " + street.Group, reason = "it does not open" }),
    };

    private static Drive ByRecorder(string type, Func<Street, object> body) => new(street => street.RecorderSocket.Ask(type, body(street)));
}
