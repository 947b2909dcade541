using System.Text;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Client.Tests.Encryption;

public sealed class MessageBodyTests
{
    private const string Plaintext = """{"messageType":"TEXT","content":{"text":"Grüße"}}""";

    /// <summary>Made by another implementation (Python's cryptography) with key and nonce counting from zero.</summary>
    private const string KnownCiphertext =
        "PCC7fraWo3zoFe771MtCT9eT32DSV30fVwmR4HMdIoh6MtqZ17UwolbjDS40RLddzCQd6XhCHtI0QP6Aw54cFjYqCA==";

    private static readonly MessagePlace Place = new(
        new("2A22B9FB-3F79-4839-A3D6-B25B234E76F1"),
        new("ddc9ec23-62e9-4a2c-806c-8485ceb644ce"),
        new("/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y="),
        new("A9C9C789-87D9-4750-8685-FCAAA37C8E04"));

    private static byte[] Nonce => [.. Enumerable.Range(0, 12).Select(n => (byte)n)];

    [Fact]
    public void A_known_body_is_encrypted_byte_for_byte_as_another_implementation_does()
    {
        var body = MessageBody.Encrypt(Keys.Counting, Place, Encoding.UTF8.GetBytes(Plaintext), Nonce);

        Assert.Equal(KnownCiphertext, body.BodyEncryptedBase64);
        Assert.Equal("AAECAwQFBgcICQoL", body.IvBase64);
        Assert.Equal(Plaintext, Encoding.UTF8.GetString(body.Decrypt(Keys.Counting, Place).Value));
    }

    [Fact]
    public void A_nonce_is_never_used_twice()
    {
        var first = MessageBody.Encrypt(Keys.Counting, Place, "same"u8);
        var second = MessageBody.Encrypt(Keys.Counting, Place, "same"u8);

        Assert.NotEqual(first.IvBase64, second.IvBase64);
        Assert.NotEqual(first.BodyEncryptedBase64, second.BodyEncryptedBase64);
    }

    public static TheoryData<string, MessagePlace> OtherPlaces => new()
    {
        { "conversation", Place with { Conversation = new("2a22b9fb-3f79-4839-a3d6-b25b234e76f1") } },
        { "message", Place with { Message = new("ddc9ec23-62e9-4a2c-806c-8485ceb644cf") } },
        { "sender", Place with { Sender = new("upItfdN1OtNK50oxC5YQtGi2E9h1P862YnEVnNUhVA8=") } },
        { "session key", Place with { SessionKey = new("A9C9C789-87D9-4750-8685-FCAAA37C8E05") } },
        { "message and sender swapped", Place with { Message = new(Place.Sender.Value), Sender = new(Place.Message.Value) } },
    };

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public void A_body_does_not_open_where_one_part_of_its_place_is_another(string part, MessagePlace other)
    {
        var body = MessageBody.Encrypt(Keys.Counting, Place, Encoding.UTF8.GetBytes(Plaintext));

        Assert.True(body.Decrypt(Keys.Counting, Place).Succeeded, part);
        Assert.Equal(Status.Invalid, body.Decrypt(Keys.Counting, other).Failure?.Status);
    }

    [Fact]
    public void A_body_does_not_open_with_any_bit_of_nonce_ciphertext_or_tag_flipped()
    {
        var body = MessageBody.Encrypt(Keys.Counting, Place, "short"u8);
        var (iv, box) = (Convert.FromBase64String(body.IvBase64), Convert.FromBase64String(body.BodyEncryptedBase64));

        foreach (var flipped in FlipEachBit(iv)) Assert.False((body with { IvBase64 = flipped }).Decrypt(Keys.Counting, Place).Succeeded);
        foreach (var flipped in FlipEachBit(box)) Assert.False((body with { BodyEncryptedBase64 = flipped }).Decrypt(Keys.Counting, Place).Succeeded);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("not base64!", "PCC7fraWo3zoFe771MtCTw==")]
    [InlineData("AAECAwQFBgcICQoL", "AAAA")]
    [InlineData("sX1k9xuZJ3RLNIMAcmZXcA==", "PCC7fraWo3zoFe771MtCT9eT32DSV30fVwmR4HMdIog=")]
    public void What_is_no_body_of_this_profile_is_refused_and_throws_nothing(string iv, string body) =>
        Assert.Equal(Status.Invalid, new MessageBody(iv, body).Decrypt(Keys.Counting, Place).Failure?.Status);

    [Fact]
    public void Another_session_key_does_not_open_a_body()
    {
        var body = MessageBody.Encrypt(Keys.Counting, Place, "words"u8);

        Assert.False(body.Decrypt(SessionKey.Generate(), Place).Succeeded);
    }

    private static IEnumerable<string> FlipEachBit(byte[] bytes)
    {
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return Convert.ToBase64String(flipped);
        }
    }
}
