using System.Buffers.Text;
using System.Text;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>
/// The RequestAddMessage frames of one author in one run: one prebuilt frame in which only the frame's id, the message's uuid and the first
/// characters of its body change, all at fixed places.
/// </summary>
internal sealed class MessageFrames
{
    /// <summary>Ids start here so that all have the same number of digits.</summary>
    public const long FirstId = 1_000_000_000;

    /// <summary>A text of some 300 characters as a TEXT object, encrypted: 364 bytes, in base64.</summary>
    private const int CiphertextBytes = 364;
    private const int IvBytes = 12;
    private const int SequenceDigits = 12;

    private readonly byte[] frame;
    private readonly int payloadAt;
    private readonly int idAt;
    private readonly int uuidAt;
    private readonly int bodyAt;
    private readonly int bodyCharacters;
    private readonly MessageNumber first;

    /// <param name="author">Number of the author in the run.</param>
    /// <param name="run">Makes the uuids of one run differ from those of all others on the same server.</param>
    public MessageFrames(int author, int run, string conversationUuid, string sessionKeyUuid)
    {
        first = new MessageNumber((ushort)author, (ushort)run, 0);
        var uuid = first.Uuid();
        var random = new Random(author);
        var body = Base64(random, CiphertextBytes);
        var payload = Encoding.ASCII.GetBytes(string.Join(
            ',',
            $"{{\"type\":\"RequestAddMessage\",\"id\":{FirstId},\"body\":{{\"bodyEncryptedBase64\":\"{body}\"",
            $"\"conversationUuid\":\"{conversationUuid}\",\"hasFiles\":false,\"ivBase64\":\"{Base64(random, IvBytes)}\"",
            $"\"messageUuid\":\"{uuid}\",\"replyMessageUuid\":null,\"sessionKeyUuid\":\"{sessionKeyUuid}\"}}}}"));
        frame = FrameHeader.ClientFrame(Opcode.Text, payload);
        payloadAt = frame.Length - payload.Length;
        idAt = At(FirstId.ToString());
        uuidAt = At(uuid);
        bodyAt = At(body);
        bodyCharacters = body.Length;
    }

    /// <summary>The frame of message <paramref name="sequence"/>, valid until the next call; the first message is 1.</summary>
    public ReadOnlySpan<byte> Frame(long sequence)
    {
        Utf8Formatter.TryFormat(FirstId + sequence, frame.AsSpan(idAt), out _);
        (first with { Sequence = (uint)sequence }).Write(frame.AsSpan(uuidAt));
        Hex(sequence, frame.AsSpan(bodyAt, SequenceDigits));
        return frame;
    }

    public ReadOnlySpan<byte> Payload(long sequence) => Frame(sequence)[payloadAt..];

    public ReadOnlySpan<byte> Body(long sequence) => Frame(sequence).Slice(bodyAt, bodyCharacters);

    /// <summary>The sequence number in a uuid of this author and run; throws when it is none.</summary>
    public long Sequence(ReadOnlySpan<byte> uuid)
    {
        var number = MessageNumber.Read(uuid);
        return number == first with { Sequence = number.Sequence }
            ? number.Sequence
            : throw new LoadFailure($"a message that nobody sent here: {number}");
    }

    private static string Base64(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static void Hex(long value, Span<byte> digits)
    {
        for (var i = digits.Length - 1; i >= 0; i--, value >>= 4) digits[i] = "0123456789abcdef"u8[(int)(value & 15)];
    }

    private int At(string text) => frame.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text));
}
