using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hansard.Bench.Setup;
using Hansard.Shared;

namespace Hansard.Bench.Stored;

/// <summary>How far a network's journal goes.</summary>
internal sealed record JournalEnd(long NetworkId, long Sequence, byte[] HeadHash, long TimeMicroseconds)
{
    /// <summary>The head's signature by the server's key, without which it does not start.</summary>
    public byte[] Sign(string dataFolder) => Ed25519.Sign(
        File.ReadAllBytes(Path.Combine(dataFolder, "journal.key")),
        Encoding.UTF8.GetBytes($"hansard/journal-head/1\n{HansardServer.Network}\n{Sequence}\n{Convert.ToHexStringLower(HeadHash)}\n"));
}

/// <summary>Carries a network's journal on as the server would: facts with numbers and times, hashed into one chain.</summary>
internal sealed class Journal(JournalEnd start)
{
    private const int SequenceBits = 44;

    private readonly byte[] headHash = [.. start.HeadHash];

    public long Sequence { get; private set; } = start.Sequence;

    public JournalEnd End(long microseconds) => start with { Sequence = Sequence, HeadHash = headHash, TimeMicroseconds = microseconds };

    public long FactId(long sequence) => start.NetworkId << SequenceBits | sequence;

    /// <summary>The fact of a message, as JSON.</summary>
    public byte[] Add(StoredConversation conversation, StoredMember author, StoredText text, long microseconds)
    {
        Sequence++;
        byte[] fact = Encoding.UTF8.GetBytes(string.Concat(
            $"{{\"seq\":{Sequence},\"ts\":{microseconds},\"kind\":\"messageAdded\",\"conversationUuid\":\"{conversation.Known.Uuid}\",",
            $"\"userId\":\"{author.UserId}\",\"deviceId\":\"{author.DeviceId}\",\"body\":{{\"messageUuid\":\"{text.Uuid}\",",
            $"\"sessionKeyUuid\":\"{conversation.Known.SessionKeyUuid}\",\"hasFiles\":false,\"replyMessageUuid\":null,\"members\":{conversation.Members.Count},",
            $"\"bodySha256\":\"{BodySha256(text)}\",\"isEvent\":false,\"eventType\":null,\"eventUserId\":null}}}}"));
        Chain(fact);
        return fact;
    }

    private static string BodySha256(StoredText text)
    {
        Span<byte> said = stackalloc byte[text.Iv.Length + 1 + text.Body.Length];
        Encoding.ASCII.GetBytes(text.Iv, said);
        said[text.Iv.Length] = (byte)'\n';
        Encoding.ASCII.GetBytes(text.Body, said[(text.Iv.Length + 1)..]);
        return Convert.ToHexStringLower(SHA256.HashData(said));
    }

    private void Chain(byte[] fact)
    {
        Span<byte> link = stackalloc byte[headHash.Length + sizeof(long) + SHA256.HashSizeInBytes];
        headHash.CopyTo(link);
        BinaryPrimitives.WriteInt64BigEndian(link[headHash.Length..], Sequence);
        SHA256.HashData(fact, link[(headHash.Length + sizeof(long))..]);
        SHA256.HashData(link, headHash);
    }
}
