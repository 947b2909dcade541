using System.Formats.Asn1;
using System.Security.Cryptography;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Client.Tests.Encryption;

public sealed class UserKeyPairTests
{
    [Fact]
    public void A_new_pair_is_rsa_4096_and_opens_what_was_wrapped_for_it()
    {
        using var pair = UserKeyPair.Generate();

        Assert.Equal(pair.Public, UserPublicKey.Parse(pair.Public.Pem).Value);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", pair.Public.Pem, StringComparison.Ordinal);
        Assert.True(SessionKey.Unwrap(SessionKey.Generate().WrapFor(pair.Public), pair).Succeeded);
    }

    [Fact]
    public void An_encrypted_private_key_comes_back_with_its_passphrase_and_with_no_other()
    {
        using var pair = Keys.Pair(3);

        var pem = pair.ExportEncryptedPem("käse und brot");
        using var back = UserKeyPair.FromEncryptedPem(pem, "käse und brot").Value;

        Assert.Equal(pair.Public, back.Public);
        Assert.Equal(Status.Invalid, UserKeyPair.FromEncryptedPem(pem, "käse und brot ").Failure?.Status);
        Assert.Equal(Status.Invalid, UserKeyPair.FromEncryptedPem(pem[..^60], "käse und brot").Failure?.Status);
    }

    [Fact]
    public void A_private_key_is_written_as_pbes2_with_pbkdf2_hmac_sha_512_and_aes_256_cbc()
    {
        using var pair = Keys.Pair(3);
        var pem = pair.ExportEncryptedPem("passphrase");
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", pem, StringComparison.Ordinal);
        var fields = PemEncoding.Find(pem);

        var info = new AsnReader(Convert.FromBase64String(pem[fields.Base64Data]), AsnEncodingRules.DER).ReadSequence();
        var algorithm = info.ReadSequence();
        Assert.Equal("1.2.840.113549.1.5.13", algorithm.ReadObjectIdentifier());
        var pbes2 = algorithm.ReadSequence();
        var derivation = pbes2.ReadSequence();
        Assert.Equal("1.2.840.113549.1.5.12", derivation.ReadObjectIdentifier());
        var pbkdf2 = derivation.ReadSequence();
        Assert.True(pbkdf2.ReadOctetString().Length >= 8);
        Assert.True(pbkdf2.ReadInteger() >= 210_000);
        Assert.Equal("1.2.840.113549.2.11", pbkdf2.ReadSequence().ReadObjectIdentifier());
        Assert.Equal("2.16.840.1.101.3.4.1.42", pbes2.ReadSequence().ReadObjectIdentifier());
    }

    [Fact]
    public void A_private_key_that_another_client_wrote_as_pkcs12_pbe_is_read()
    {
        using var expected = Keys.Pair(1);

        using var pair = UserKeyPair.FromEncryptedPem(KeyPool.Pkcs12Pbe(), KeyPool.Pkcs12PbePassphrase).Value;

        Assert.Equal(expected.Public, pair.Public);
    }

    [Fact]
    public void Keys_of_another_size_or_kind_are_refused()
    {
        using var rsa2048 = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var pair = Keys.Pair(1);

        foreach (var pem in (string[])[rsa2048.ExportSubjectPublicKeyInfoPem(), curve.ExportSubjectPublicKeyInfoPem(), "", "-----BEGIN", new string('-', 10_000)])
            Assert.Equal(Status.Invalid, UserPublicKey.Parse(pem).Failure?.Status);
        foreach (var pem in (string[])[rsa2048.ExportPkcs8PrivateKeyPem(), curve.ExportPkcs8PrivateKeyPem(), pair.Public.Pem, "", new string('-', 20_000)])
            Assert.Equal(Status.Invalid, UserKeyPair.FromPem(pem).Failure?.Status);
    }

    [Fact]
    public void A_public_key_is_the_same_key_whatever_the_line_ends_of_its_pem()
    {
        using var pair = Keys.Pair(1);
        var windows = UserPublicKey.Parse(pair.Public.Pem.Replace("\n", "\r\n", StringComparison.Ordinal)).Value;

        Assert.Equal(pair.Public, windows);
        Assert.Equal(pair.Public.Fingerprint, windows.Fingerprint);
        Assert.Contains("\r\n", windows.Pem, StringComparison.Ordinal);
    }
}
