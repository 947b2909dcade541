using System.Security.Cryptography;
using System.Text;
using Hansard.Client.Files;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Client.Tests.Files;

/// <summary>A chunk opens in its place, in its file, as the last one or not, and nowhere else.</summary>
public sealed class FileCipherTests : IDisposable
{
    private static readonly ConversationUuid Conversation = new("c");
    private static readonly MessageUuid Message = new("m");
    private readonly byte[] key = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
    private readonly FileCipher cipher;

    public FileCipherTests() => cipher = new FileCipher(key, Conversation, Message);

    public void Dispose() => cipher.Dispose();

    /// <summary>Written from the document alone, with the platform's primitives.</summary>
    [Fact]
    public void A_chunk_is_what_the_document_says()
    {
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, salt: [], Encoding.UTF8.GetBytes("hansard/file/1\nc\nm"));
        using AesGcm aes = new(derived, 16);
        var (expected, tag) = (new byte[5], new byte[16]);
        aes.Encrypt([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2], "words"u8, expected, tag, [1]);

        Assert.Equal([.. expected, .. tag], Seal(258, last: true, "words"u8));
    }

    [Fact]
    public void A_chunk_opens_where_it_was_written_and_nowhere_else()
    {
        var box = Seal(3, last: false, "words"u8);
        var plaintext = new byte[5];

        Assert.True(cipher.TryOpen(3, last: false, box, plaintext));
        Assert.Equal("words"u8, plaintext);
        Assert.False(cipher.TryOpen(4, last: false, box, plaintext));
        Assert.False(cipher.TryOpen(3, last: true, box, plaintext));
        using FileCipher elsewhere = new(key, Conversation, new("other"));
        Assert.False(elsewhere.TryOpen(3, last: false, box, plaintext));
        using FileCipher other = new(new byte[32], Conversation, Message);
        Assert.False(other.TryOpen(3, last: false, box, plaintext));
        for (var place = 0; place < box.Length; place++)
        {
            box[place] ^= 1;
            Assert.False(cipher.TryOpen(3, last: false, box, plaintext));
            box[place] ^= 1;
        }
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 17)]
    [InlineData(65_536, 65_552)]
    [InlineData(65_537, 65_569)]
    [InlineData(131_072, 131_104)]
    public void A_file_takes_a_tag_for_each_chunk(long size, long stored) => Assert.Equal(stored, FileCipher.SealedSize(size));

    [Fact]
    public void A_name_says_nothing_to_the_server_and_is_different_each_time()
    {
        var (one, other) = (FileCipher.SealName(key, Conversation, Message, "plan.pdf"), FileCipher.SealName(key, Conversation, Message, "plan.pdf"));

        Assert.NotEqual(one, other);
        Assert.Equal(12 + 8 + 16, Convert.FromBase64String(one).Length);
    }

    private byte[] Seal(long chunk, bool last, ReadOnlySpan<byte> plaintext)
    {
        var box = new byte[plaintext.Length + 16];
        cipher.Seal(chunk, last, plaintext, box);
        return box;
    }
}
