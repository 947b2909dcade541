using System.Runtime.Versioning;
using Hansard.Client.Bots;
using Hansard.Client.Encryption;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Bots;
using Xunit;

namespace Hansard.Client.Tests.Bots;

[UnsupportedOSPlatform("windows")]
public sealed class BotAccessTests
{
    private const string Passphrase = "a passphrase of the bot's host";

    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task A_bot_registers_its_public_halves_and_answers_the_challenge_it_is_given()
    {
        using var bot = BotIdentity.Create("default", "recorder", Keys.Pair(5));
        RequestRegisterBot? registered = null;
        await using var server = new ScriptedServer(async side =>
        {
            var register = await side.ReceiveAsync();
            Assert.True(Body.TryRead(register.Body, out registered, out _));
            await side.ReplyAsync(register, ResponseStatusMessage.Ok(register.Type));
            await side.ReplyAsync(await side.ReceiveAsync(), new ResponseBotChallenge("bm9uY2U="));
            var login = await side.ReceiveAsync();
            var holds = Body.TryRead<RequestBotAuthentication>(login.Body, out var request, out _)
                && new BotLoginStatement("default", bot.UserId, "bm9uY2U=").IsSignedBy(Convert.FromHexString(registered!.SigningKeyHex), request.SignatureBase64);
            await side.ReplyAsync(login, holds ? ResponseStatusMessage.Ok(login.Type) : ResponseStatusMessage.Refused(login.Type, Failure.Unauthenticated("No.")));
            await side.IdleAsync();
        });
        await using var connection = await server.ConnectAsync();

        Assert.True((await connection.RegisterAsync(bot, "once", Cancelled)).Succeeded);
        Assert.True((await connection.AuthenticateAsync(bot, Cancelled)).Succeeded);

        Assert.Equal(("recorder", "once", bot.KeyPair.Public.Pem), (registered!.UserName, registered.OneTimePassword, registered.PublicKeyBase64));
    }

    [Fact]
    public void A_bots_id_is_the_hash_of_network_and_name()
    {
        using var bot = BotIdentity.Create("default", "recorder", Keys.Pair(5));

        Assert.Equal("0uJVg9XAwKpohoehdIqA2H4w6uK1Se73NTjL+d/TToc=", bot.UserId.Value);
    }

    [Fact]
    public void A_bot_kept_in_a_folder_is_the_same_bot_again_and_only_its_owner_may_read_it()
    {
        using var folder = new TemporaryFolder();
        var home = Path.Combine(folder.Path, "bot");
        using var bot = BotIdentity.Create("default", "recorder", Keys.Pair(5));

        Assert.Null(BotIdentity.Load(home, Passphrase).Value);
        bot.Save(home, Passphrase);
        using var back = BotIdentity.Load(home, Passphrase).Value;

        Assert.Equal((bot.UserId, bot.Uuid.Value, bot.SigningKey.PublicKeyHex), (back!.UserId, back.Uuid.Value, back.SigningKey.PublicKeyHex));
        Assert.Equal(bot.KeyPair.Public, back.KeyPair.Public);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(home, "bot.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home));
    }

    [Fact]
    public void What_is_kept_opens_with_the_passphrase_only()
    {
        using var folder = new TemporaryFolder();
        using var bot = BotIdentity.Create("default", "recorder", Keys.Pair(5));
        bot.Save(folder.Path, Passphrase);

        var kept = File.ReadAllText(Path.Combine(folder.Path, "bot.json"));

        Assert.Equal(Status.Invalid, BotIdentity.Load(folder.Path, "another").Failure?.Status);
        Assert.Contains("ENCRYPTED PRIVATE KEY", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(bot.SigningKey.ToSeed()), kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"network":"n","userName":"u","uuid":"a","privateKeyEncryptedPem":"p","signingSeedEncryptedBase64":"AAAA"}""")]
    public void A_damaged_identity_is_refused_and_not_replaced(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "bot.json"), json);

        Assert.Equal(Status.Invalid, BotIdentity.Load(folder.Path, Passphrase).Failure?.Status);
    }
}
