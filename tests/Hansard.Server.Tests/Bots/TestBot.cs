using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Admin;
using Hansard.Shared;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Server.Tests.Bots;

/// <summary>A bot with keys of its own, spelling out what it signs.</summary>
internal sealed class TestBot(string userName, int keyNumber = 1, string network = "default")
{
    private readonly byte[] seed = Ed25519.NewSeed();

    public string UserName { get; } = userName;

    public UserId UserId { get; } = new(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"bot:{network}/{userName}"))));

    public string Uuid { get; } = Guid.NewGuid().ToString();

    public string PublicPem { get; } = Public(keyNumber);

    public string SigningKeyHex => Convert.ToHexStringLower(Ed25519.PublicKey(seed));

    public object Registration(string password) =>
        new { userName = UserName, oneTimePassword = password, uuid = Uuid, publicKeyBase64 = PublicPem, signingKeyHex = SigningKeyHex };

    public async Task<string> Nonce(TestSocket socket) =>
        (await socket.Get("RequestBotChallenge", new { userId = UserId, uuid = Uuid }))["nonceBase64"]!.GetValue<string>();

    public object Answer(string nonce) => new
    {
        userId = UserId, uuid = Uuid,
        signatureBase64 = Convert.ToBase64String(Ed25519.Sign(seed, Encoding.UTF8.GetBytes($"hansard/bot-login/1\n{network}\n{UserId}\n{nonce}"))),
    };

    public async Task<JsonNode> TryLogIn(TestSocket socket) =>
        (await socket.Ask("RequestBotAuthentication", Answer(await Nonce(socket))))["body"]!;

    /// <summary>Announced, approved as a recorder and logged in.</summary>
    public static async Task<(TestBot Bot, TestSocket Socket)> Recorder(TestServer server, string userName = "recorder", int keyNumber = 1)
    {
        TestBot bot = new(userName, keyNumber);
        TestSocket socket = await server.Connect();
        string password = (await server.Command(new MakeBotPassword("default"))).BotPassword;
        Assert.Equal("ok", await socket.Status("RequestRegisterBot", bot.Registration(password)));
        await bot.Approve(server);
        Assert.Equal("ok", (await bot.TryLogIn(socket))["status"]!.GetValue<string>());
        return (bot, socket);
    }

    public async Task<BotReport> Approve(TestServer server) =>
        await server.Command(new ApproveBot("default", UserName, SigningKeyHex, Recorder: true, Authority.Sign(await server.Command(new ShowBot("default", UserName)))));

    private static string Public(int number)
    {
        using RSA key = RSA.Create();
        key.ImportFromPem(KeyPool.Pem(number));
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
