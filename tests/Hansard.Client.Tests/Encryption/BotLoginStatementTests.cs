using System.Text;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Client.Tests.Encryption;

public sealed class BotLoginStatementTests
{
    /// <summary>RFC 8032, section 7.1, test 2: secret key, public key, message 72, signature.</summary>
    private const string Seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    private const string PublicKey = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private const string Signature =
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    [Fact]
    public void The_signing_key_agrees_with_rfc_8032()
    {
        var key = BotSigningKey.FromSeed(Convert.FromHexString(Seed)).Value;

        Assert.Equal(PublicKey, key.PublicKeyHex);
        Assert.Equal(Signature, Convert.ToHexStringLower(key.Sign([0x72])));
    }

    [Fact]
    public void A_log_in_answers_one_challenge_of_one_bot_in_one_network()
    {
        var key = BotSigningKey.Generate();
        var statement = new BotLoginStatement("default", new("bot"), "AAAA");

        var signature = statement.Sign(key);

        Assert.True(statement.IsSignedBy(key.PublicKey.Span, signature));
        Assert.Equal(key.Sign(Encoding.UTF8.GetBytes("hansard/bot-login/1\ndefault\nbot\nAAAA")), Convert.FromBase64String(signature));
        Assert.False((statement with { Network = "another" }).IsSignedBy(key.PublicKey.Span, signature));
        Assert.False((statement with { Bot = new("tob") }).IsSignedBy(key.PublicKey.Span, signature));
        Assert.False((statement with { NonceBase64 = "AAAB" }).IsSignedBy(key.PublicKey.Span, signature));
        Assert.False(statement.IsSignedBy(BotSigningKey.Generate().PublicKey.Span, signature));
        Assert.False(statement.IsSignedBy([], signature));
        Assert.False(statement.IsSignedBy(key.PublicKey.Span, ""));
    }

    [Fact]
    public void A_seed_of_another_length_is_refused() =>
        Assert.Equal(Status.Invalid, BotSigningKey.FromSeed(new byte[31]).Failure?.Status);
}
