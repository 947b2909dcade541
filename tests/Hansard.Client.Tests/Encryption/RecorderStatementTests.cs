using System.Security.Cryptography;
using System.Text;
using Hansard.Client.Encryption;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Client.Tests.Encryption;

public sealed class RecorderStatementTests
{
    [Fact]
    public void An_authority_vouches_for_exactly_one_recorder_key_in_one_network()
    {
        using var authority = Keys.Pair(4);
        using var recorder = Keys.Pair(5);
        using var other = Keys.Pair(6);
        var statement = new RecorderStatement("default", new("recorder"), new("7ff6a1e2"), recorder.Public.Pem);

        var signature = statement.Sign(authority);

        Assert.True(statement.IsSignedBy(authority.Public, signature));
        Assert.False(statement.IsSignedBy(other.Public, signature));
        Assert.False((statement with { Network = "another" }).IsSignedBy(authority.Public, signature));
        Assert.False((statement with { Recorder = new("somebody") }).IsSignedBy(authority.Public, signature));
        Assert.False((statement with { KeyPair = new("8ff6a1e2") }).IsSignedBy(authority.Public, signature));
        Assert.False((statement with { PublicKeyPem = other.Public.Pem }).IsSignedBy(authority.Public, signature));
    }

    [Fact]
    public void The_signed_text_is_the_documented_one()
    {
        using var authority = Keys.Pair(4);
        using var recorder = Keys.Pair(5);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(KeyPool.Pem(4));
        var text = Encoding.UTF8.GetBytes($"hansard/recorder/1\ndefault\nrecorder\n7ff6a1e2\n{recorder.Public.Pem}");

        var signature = new RecorderStatement("default", new("recorder"), new("7ff6a1e2"), recorder.Public.Pem).Sign(authority);

        Assert.True(rsa.VerifyData(text, Convert.FromBase64String(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }
}
