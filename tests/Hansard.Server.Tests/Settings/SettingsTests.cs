using System.Text.Json.Nodes;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public async Task Everybody_is_told_who_records_before_he_logs_in()
    {
        await using TestServer server = await TestServer.Start("strict");
        await using TestSocket stranger = await server.Connect();
        JsonNode before = await stranger.Get("RequestGetServerSettings", new { });
        Assert.True((bool)before["bigBrother"]!);
        Assert.False(before.AsObject().ContainsKey("hansard"));

        (TestBot bot, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        JsonNode hansard = (await stranger.Get("RequestGetServerSettings", new { }))["hansard"]!;
        Assert.Equal("strict", (string?)hansard["recording"]);
        Assert.Equal((await server.Command(new ShowNetwork("default"))).JournalKeyHex, (string?)hansard["journalKeyHex"]);
        JsonNode shown = Assert.Single(hansard["recorders"]!.AsArray())!;
        BotReport report = await server.Command(new ShowBot("default", "recorder"));
        Assert.Equal((bot.UserId.Value, "recorder", report.KeyPairUuid.Value, bot.PublicPem, report.SignatureBase64), ((string)shown["userId"]!, (string)shown["name"]!,
            (string)shown["keyPairUuid"]!, (string)shown["publicKeyBase64"]!, (string)shown["signatureBase64"]!));
    }

    [Fact]
    public async Task Support_and_admin_are_people_of_the_network_and_known_to_everybody()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await ann.AddKeys();
        Assert.Equal("notFound", (await server.TryCommand(new ChangeNetwork("default", SupportId: "nobody"))).Failure!.Status);
        await server.Command(new ChangeNetwork("default", SupportId: ann.UserId, AdminId: ann.UserId));
        JsonNode settings = await bob.Socket.Get("RequestGetServerSettings", new { });
        Assert.Equal((ann.UserId, ann.UserId, false), ((string)settings["supportId"]!, (string)settings["adminId"]!, (bool)settings["bigBrother"]!));
        Assert.Equal(ann.KeyPairUuid, (string?)(await bob.Socket.Get("RequestGetUserInfo", new { userId = ann.UserId }))["user"]!["keyPairUuid"]);
        await server.Command(new ChangeNetwork("default", SupportId: ""));
        Assert.Null((await bob.Socket.Get("RequestGetServerSettings", new { }))["supportId"]);
    }
}
