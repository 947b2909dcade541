using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Bots;

public sealed class BotTests
{
    [Fact]
    public async Task A_bot_announces_itself_with_a_password_that_works_once()
    {
        await using TestServer server = await TestServer.Start();
        await using TestSocket socket = await server.Connect();
        TestBot bot = new("recorder"), second = new("second", keyNumber: 2);
        Assert.Equal(Status.Forbidden, await socket.Status("RequestRegisterBot", bot.Registration("00000-00000-00000-00000-00000")));
        Assert.Equal(Status.Ok, await socket.Status("RequestRegisterBot", bot.Registration(server.BotPassword)));
        Assert.Equal(Status.Ok, await socket.Status("RequestRegisterBot", bot.Registration(server.BotPassword)));
        Assert.Equal(Status.Forbidden, await socket.Status("RequestRegisterBot", second.Registration(server.BotPassword)));

        BotReport report = Assert.Single((await server.Command(new ListBots("default"))).Bots);
        Assert.Equal((bot.UserId, "pending", bot.PublicPem, bot.SigningKeyHex, false), (report.UserId, report.State, report.PublicKeyBase64, report.SigningKeyHex, report.IsRecorder));
    }

    [Fact]
    public async Task A_name_that_is_taken_keeps_its_keys_and_the_password()
    {
        await using TestServer server = await TestServer.Start();
        await using TestSocket socket = await server.Connect();
        TestBot bot = new("recorder"), impostor = new("recorder", keyNumber: 2), honest = new("other", keyNumber: 2);
        await socket.Get("RequestRegisterBot", bot.Registration(server.BotPassword));
        string password = (await server.Command(new MakeBotPassword("default"))).BotPassword;
        Assert.Equal(Status.Conflict, await socket.Status("RequestRegisterBot", impostor.Registration(password)));
        Assert.Equal(bot.SigningKeyHex, (await server.Command(new ShowBot("default", "recorder"))).SigningKeyHex);
        Assert.Equal(Status.Ok, await socket.Status("RequestRegisterBot", honest.Registration(password)));
    }

    [Theory]
    [InlineData("a/b", null, null)]
    [InlineData("", null, null)]
    [InlineData("two words", null, null)]
    [InlineData("bot", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", null)]
    [InlineData("bot", null, "abcd")]
    [InlineData("bot", null, "zz")]
    public async Task A_malformed_announcement_is_refused_and_costs_no_password(string userName, string? publicKey, string? signingKey)
    {
        await using TestServer server = await TestServer.Start();
        await using TestSocket socket = await server.Connect();
        TestBot bot = new("bot");
        Assert.Equal(Status.Invalid, await socket.Status("RequestRegisterBot", new
        {
            userName, oneTimePassword = server.BotPassword, uuid = bot.Uuid, publicKeyBase64 = publicKey ?? bot.PublicPem, signingKeyHex = signingKey ?? bot.SigningKeyHex,
        }));
        Assert.Equal(Status.Ok, await socket.Status("RequestRegisterBot", bot.Registration(server.BotPassword)));
    }

    [Fact]
    public async Task A_pending_bot_is_told_which_command_approves_it_and_an_approved_one_comes_in()
    {
        await using TestServer server = await TestServer.Start();
        await using TestSocket socket = await server.Connect();
        TestBot bot = new("recorder");
        await socket.Get("RequestRegisterBot", bot.Registration(server.BotPassword));
        JsonNode waiting = await bot.TryLogIn(socket);
        Assert.Equal(Status.Forbidden, waiting["status"]!.GetValue<string>());
        Assert.Contains($"hansard network bot approve default recorder --signing-key {bot.SigningKeyHex}", waiting["description"]!.GetValue<string>());
        Assert.Equal(Status.Unauthenticated, await socket.Status("RequestAcknowledgeFeed", new { through = 0 }));

        await bot.Approve(server);
        Assert.Equal(Status.Ok, (await bot.TryLogIn(socket))["status"]!.GetValue<string>());
        Assert.Equal(Status.Ok, await socket.Status("RequestAcknowledgeFeed", new { through = 0 }));
    }

    [Fact]
    public async Task A_challenge_is_good_once_and_on_its_own_connection()
    {
        await using TestServer server = await TestServer.Start();
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket, other = await server.Connect(), third = await server.Connect();
        object seen = bot.Answer(await bot.Nonce(other));
        Assert.Equal(Status.Unauthenticated, await third.Status("RequestBotAuthentication", seen));
        await bot.Nonce(third);
        Assert.Equal(Status.Unauthenticated, await third.Status("RequestBotAuthentication", seen));

        Assert.Equal(Status.Ok, await other.Status("RequestBotAuthentication", seen));
        Assert.Equal(Status.Unauthenticated, await other.Status("RequestBotAuthentication", seen));
    }

    [Fact]
    public async Task A_wrong_signature_uses_the_challenge_up()
    {
        await using TestServer server = await TestServer.Start();
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket, other = await server.Connect();
        string nonce = await bot.Nonce(other);
        Assert.Equal(Status.Unauthenticated, await other.Status("RequestBotAuthentication", bot.Answer(nonce.ToLowerInvariant())));
        Assert.Equal(Status.Unauthenticated, await other.Status("RequestBotAuthentication", bot.Answer(nonce)));
    }

    [Fact]
    public async Task A_challenge_is_good_for_a_minute()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(time: clock);
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket, other = await server.Connect();
        string nonce = await bot.Nonce(other);
        clock.Pass(TimeSpan.FromSeconds(Limits.BotChallengeSeconds));
        Assert.Equal(Status.Unauthenticated, await other.Status("RequestBotAuthentication", bot.Answer(nonce)));
        // The first socket has been without anybody for too long now, and may be ended at any moment.
        await using TestSocket next = await server.Connect();
        nonce = await bot.Nonce(next);
        clock.Pass(TimeSpan.FromSeconds(Limits.BotChallengeSeconds - 1));
        Assert.Equal(Status.Ok, await next.Status("RequestBotAuthentication", bot.Answer(nonce)));
    }

    [Fact]
    public async Task A_bot_does_not_come_in_as_a_person_by_its_uuid()
    {
        await using TestServer server = await TestServer.Start();
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket, other = await server.Connect();
        Assert.Equal(Status.Unauthenticated, await other.Status("RequestAuthenticationByApplication", new { userId = bot.UserId, uuid = bot.Uuid }));
    }

    [Fact]
    public async Task A_recorder_whom_the_authority_has_not_signed_is_refused()
    {
        await using TestServer server = await TestServer.Start();
        await using TestSocket socket = await server.Connect();
        TestBot bot = new("recorder");
        await socket.Get("RequestRegisterBot", bot.Registration(server.BotPassword));
        BotReport report = await server.Command(new ShowBot("default", "recorder"));
        string?[] bad =
        [
            null, "", "no base64", Convert.ToBase64String(new byte[512]), Authority.Sign(report, keyNumber: 2),
            Authority.Sign(report with { Network = "other" }), Authority.Sign(report with { KeyPairUuid = new("other") }),
            Authority.Sign(report with { UserId = UserIds.OfBot("default", "other") }),
        ];
        foreach (string? signature in bad)
            Assert.Equal(Status.Forbidden, (await server.TryCommand(new ApproveBot("default", "recorder", bot.SigningKeyHex, Recorder: true, signature))).Failure!.Status);
        Assert.Equal(Status.Conflict, (await server.TryCommand(new ApproveBot("default", "recorder", new string('a', 64), Recorder: true, Authority.Sign(report)))).Failure!.Status);
        Assert.Equal("pending", (await server.Command(new ShowBot("default", "recorder"))).State);
        Assert.Empty((await server.Command(new ShowNetwork("default"))).Recorders);
        Assert.Null((await socket.Get("RequestGetServerSettings", new { }))["hansard"]);
    }

    [Fact]
    public async Task A_network_has_at_most_eight_recorders()
    {
        await using TestServer server = await TestServer.Start();
        for (int number = 1; number <= Limits.RecordersPerNetwork; number++)
        {
            (TestBot _, TestSocket socket) = await TestBot.Recorder(server, $"recorder-{number}", number);
            await socket.DisposeAsync();
        }
        TestBot ninth = new("ninth");
        await using TestSocket last = await server.Connect();
        await last.Get("RequestRegisterBot", ninth.Registration(server.BotPassword));
        string signature = Authority.Sign(await server.Command(new ShowBot("default", "ninth")));
        Assert.Equal(Status.Conflict, (await server.TryCommand(new ApproveBot("default", "ninth", ninth.SigningKeyHex, Recorder: true, signature))).Failure!.Status);
        Assert.Equal(Limits.RecordersPerNetwork, (await last.Get("RequestGetServerSettings", new { }))["hansard"]!["recorders"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_retired_bot_is_cut_off_and_stays_out()
    {
        await using TestServer server = await TestServer.Start();
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket other = await server.Connect();
        Assert.Equal("retired", (await server.Command(new RetireBot("default", "recorder"))).State);
        await Assert.ThrowsAnyAsync<System.Net.WebSockets.WebSocketException>(socket.Receive);
        Assert.Equal(Status.Forbidden, (await bot.TryLogIn(other))["status"]!.GetValue<string>());
        Assert.Equal(Status.Conflict, (await server.TryCommand(new ApproveBot("default", "recorder", bot.SigningKeyHex, Recorder: false, null))).Failure!.Status);
        Assert.Null((await other.Get("RequestGetServerSettings", new { }))["hansard"]);
        await socket.DisposeAsync();
    }
}
