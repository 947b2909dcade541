using System.Security.Cryptography;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.Client.Tests.Encryption;

public sealed class SessionKeyTests
{
    /// <summary>The key 00 01 … 1f for key 1 of the pool, wrapped by the openssl command (OAEP, SHA-256, MGF1 with SHA-256).</summary>
    private const string KnownWrap =
        "ET37CN9Hj9byMxYp+53+nrimOgj319+xOXwd4vcoVv9JnJRyYmVnExKpQmyXsUAg8ZTPGtzJS6OrZxcRGYgPq/1mdS9S8ZdhWKsHBn3S8j+EuF3AceC1f3Og8j/+vzx1kmrPCyTZaHf54athGjq9fWl/BhpYmuiE9wN6cgBJqUI43l6iwP6PENA0dTf2rWtJtXDSE9qPJrrs7PbStwnNd0dDw0wGZrLKkj/rM2pxyU9Z5Ct7IC3Ylc9FDCDryw6tuPAyYoCbGHGLGdXsHkt1smCgC3vevSvL9PaAdjikoeX4uGapc8ldlexQ0tcIRZK5VBOO/XBTOLaUMeKXGS8rgHqKUkGWJy3zjQIOCDlUeew3Z7Qf3lGu9q3fQ6kL6g1wcI+bS+700Iu60ep47MIoB2LO+rqa12JzIT/VKCRyDUAmoRD5E+jwRPASsRlp6INwT44PKUGD/MhqqlT+XTjK/n3AMJsxZ2Sj6HqAtYajb7GoQUAwD2Btq79g4iedVTLtpGopvkFwObuNIHIJCjA8tOGjKh+CLojwXqvVMsAA1EdUUvrZObzvek5lItOwlJ6MvdPZYaJzKucU+thexV8ePrllt+bHP1tvOOOROT3pDcH8FsSwJyrFZpIu5QMGobj3+jbkltwtjua2Owo+NEz9rA+8ViQ3dMjYfcJnu2d4Ly4=";

    /// <summary>Key 2's signature of <see cref="Statement"/> over 00 01 … 1f, made by the openssl command (PSS, SHA-256, salt of 32 bytes).</summary>
    private const string KnownSignature =
        "cLAikiNf3wcb7558dntZNLusi5MopJsUFkI/hEyfL4Tz24uuQdK5idV65awEWW4wrKJ6WfaVn0g4/Em7pyd+LDiKVpKMFk0MBwnwNeSrQHxIqM4Y8VvIXh76omasV92Qzw+OnO281A4RogwEMcA0HBraZ5IPfuWHNrIloKwRQ4Kysz2hWBqgwNHOYiBPra+g9M8qo4qg6wvkQg/eoA2wwNw+sBnCLfEROn/pKL+zUgw4rUOunUs2WEsx/Fyc+PZ33IkBsABrZ+vk9tQU3ew6vkdgMnFXMeGB9mk6LvF5doaIhH2U87YN6hy0Q1+o+GckP/FEt68IisNLcJN3H9nVZ7+2Ssn6lt4bvcuS/jyN9IHTRdenFrWS5eCd6Q+3ZJnzJU6krBxzImfuFUpanoGq4Kv+c2L3fpHFO2HzT5Q/xe6980PDQRBYWI3BgYL+g77GSL5rSfdnVGKlfAE2KREd8shhbf6zNGoYsdKEnesEzcxjNMdQzz4sMP+m4pc1im6DFmOk7cl/vZo/rGh/RzAk8Nrb/VnPilxSPAfgPXb5m6TGRtR7eqn1LD+J4NHw80SJjgQPDqEypuNVHcC/oKwGotUtBwBU2XSNWlctUQdM98Mjv0kWseV/3KIgIV3mEgu49UTvVUJVwQCE0fRX1QCHDVtZ5UxP5Y5xs2JV13nobHQ=";

    private static readonly SessionKeyStatement Statement = new(
        new("f4a74867-290c-4841-aa02-5f4d01603af4"),
        new("/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y="),
        new SessionKeyUuid("9c034e8e-0c3a-4003-8385-5cf4bbbd0e33"));

    [Fact]
    public void A_key_wrapped_by_openssl_opens()
    {
        using var pair = Keys.Pair(1);

        var key = SessionKey.Unwrap(KnownWrap, pair).Value;

        Assert.Equal(Keys.Counting.ToBytes(), key.ToBytes());
    }

    [Fact]
    public void A_key_opens_for_the_pair_it_was_wrapped_for_and_no_other()
    {
        using var recipient = Keys.Pair(1);
        using var stranger = Keys.Pair(2);
        var key = SessionKey.Generate();

        var wrap = key.WrapFor(recipient.Public);

        Assert.Equal(684, wrap.Length);
        Assert.Equal(key.ToBytes(), SessionKey.Unwrap(wrap, recipient).Value.ToBytes());
        Assert.Equal(Status.Invalid, SessionKey.Unwrap(wrap, stranger).Failure?.Status);
    }

    [Fact]
    public void A_wrap_that_is_garbage_or_holds_no_32_bytes_is_refused()
    {
        using var pair = Keys.Pair(1);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(KeyPool.Pem(1));
        var short31 = Convert.ToBase64String(rsa.Encrypt(new byte[31], RSAEncryptionPadding.OaepSHA256));
        var sha1 = Convert.ToBase64String(rsa.Encrypt(new byte[32], RSAEncryptionPadding.OaepSHA1));

        foreach (var wrap in (string[])[short31, sha1, "", "###", Convert.ToBase64String(new byte[512]), KnownWrap[..^4]])
            Assert.Equal(Status.Invalid, SessionKey.Unwrap(wrap, pair).Failure?.Status);
    }

    [Fact]
    public void A_signature_made_by_openssl_holds()
    {
        using var signer = Keys.Pair(2);

        Assert.True(Statement.IsSignedBy(signer.Public, Keys.Counting, KnownSignature));
    }

    [Fact]
    public void A_signature_holds_for_exactly_what_was_signed()
    {
        using var signer = Keys.Pair(2);
        using var stranger = Keys.Pair(3);

        var signature = Statement.Sign(Keys.Counting, signer);

        Assert.True(Statement.IsSignedBy(signer.Public, Keys.Counting, signature));
        Assert.False(Statement.IsSignedBy(stranger.Public, Keys.Counting, signature));
        Assert.False(Statement.IsSignedBy(signer.Public, SessionKey.Generate(), signature));
        Assert.False((Statement with { Conversation = new("6921d2fd") }).IsSignedBy(signer.Public, Keys.Counting, signature));
        Assert.False((Statement with { Signer = new("someone else") }).IsSignedBy(signer.Public, Keys.Counting, signature));
        Assert.False((Statement with { Previous = null }).IsSignedBy(signer.Public, Keys.Counting, signature));
        Assert.False(Statement.IsSignedBy(signer.Public, Keys.Counting, "no signature"));
    }

    [Fact]
    public void The_first_key_of_a_conversation_is_signed_with_an_empty_previous_key()
    {
        using var signer = Keys.Pair(2);
        var first = Statement with { Previous = null };
        using var rsa = RSA.Create();
        rsa.ImportFromPem(KeyPool.Pem(2));
        byte[] text = [.. "hansard/session-key/1\nf4a74867-290c-4841-aa02-5f4d01603af4\n/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y=\n\n"u8, .. Keys.Counting.ToBytes()];

        var signature = Convert.FromBase64String(first.Sign(Keys.Counting, signer));

        Assert.True(rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }
}
