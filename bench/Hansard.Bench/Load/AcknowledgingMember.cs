using System.Buffers.Text;
using System.Text;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>
/// A reader of a dialog who answers each message with MessageDelivered and RequestMessagesReaded, and wants an <c>ok</c> for each.
/// </summary>
internal sealed class AcknowledgingMember(WireConnection connection, Room room, string conversationUuid) : Member(connection, room)
{
    private const string AnyUuid = "00000000-0000-0000-0000-000000000000";
    private const int RequestsPerMessage = 2;

    private readonly ReceiptFrame delivered = new("MessageDelivered", conversationUuid, $"\"messageUuid\":\"{AnyUuid}\"");
    private readonly ReceiptFrame readed = new("RequestMessagesReaded", conversationUuid, $"\"messageUuids\":[\"{AnyUuid}\"]");
    private long asked;
    private long answered;

    public override string? Owed => asked == answered ? null : $"{asked - answered} receipts of {asked} not answered";

    public override long ReadThrough(int author) => answered / RequestsPerMessage;

    protected override void Acknowledge(ReadOnlySpan<byte> uuid, long sequence)
    {
        delivered.Write(Connection, MessageFrames.FirstId + ++asked, uuid);
        readed.Write(Connection, MessageFrames.FirstId + ++asked, uuid);
    }

    protected override void TakeOther(ReadOnlySpan<byte> type, ReadOnlySpan<byte> frame, long now)
    {
        answered++;
        var expected = answered % RequestsPerMessage == 1 ? "MessageDelivered"u8 : "RequestMessagesReaded"u8;
        if (answered > asked || !type.SequenceEqual("ResponseStatusMessage"u8) || Scan.Id(frame) != MessageFrames.FirstId + answered ||
            !Scan.Text(frame, "\"requestType\":\""u8).SequenceEqual(expected) || !Scan.Text(frame, "\"status\":\""u8).SequenceEqual("ok"u8))
            throw new LoadFailure($"expected ok for receipt {answered} of {asked}, got {Scan.Show(frame)}");
    }

    /// <summary>A prebuilt request about one message, with its id and the uuid at fixed places.</summary>
    private sealed class ReceiptFrame
    {
        private readonly byte[] frame;
        private readonly int idAt;
        private readonly int uuidAt;

        public ReceiptFrame(string type, string conversationUuid, string message)
        {
            var body = $"{{\"conversationUuid\":\"{conversationUuid}\",{message}}}";
            var payload = $"{{\"type\":\"{type}\",\"id\":{MessageFrames.FirstId},\"body\":{body}}}";
            frame = FrameHeader.ClientFrame(Opcode.Text, Encoding.ASCII.GetBytes(payload));
            var payloadAt = frame.Length - payload.Length;
            idAt = payloadAt + payload.IndexOf(MessageFrames.FirstId.ToString(), StringComparison.Ordinal);
            uuidAt = payloadAt + payload.LastIndexOf(AnyUuid, StringComparison.Ordinal);
        }

        public void Write(WireConnection connection, long id, ReadOnlySpan<byte> uuid)
        {
            Utf8Formatter.TryFormat(id, frame.AsSpan(idAt), out _);
            uuid.CopyTo(frame.AsSpan(uuidAt));
            connection.Write(frame);
        }
    }
}
