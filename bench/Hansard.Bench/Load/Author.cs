using System.Text;
using System.Text.Json;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>
/// Sends messages into one conversation with a window of unanswered ones and checks the replies; with receipts also that it is told
/// of every message's delivery and reading.
/// </summary>
internal sealed class Author(WireConnection connection, MessageFrames frames, Room room, Manner manner, Traffic traffic)
    : Member(connection, room)
{
    /// <summary>An author whose readers are this far behind waits for them, as with any flow control; it bounds the arrays too.</summary>
    public const int MostIncomplete = 1024;

    private readonly long[] sentAt = new long[MostIncomplete];
    private readonly byte[] told = new byte[MostIncomplete];
    private long sent;
    private long replied;
    private long toldThrough;
    private long lastCreated;

    public Traffic Traffic => traffic;

    public override long Completed => Math.Min(Math.Min(replied, manner.Receipts ? toldThrough : long.MaxValue), Room.ReadThrough(this));

    public override bool Stalled => traffic.Sending && sent - replied < manner.Window && sent - Completed < MostIncomplete;

    public override string? Owed =>
        Completed == sent ? base.Owed : $"of {sent} messages sent {replied} were answered, {Room.ReadThrough(this)} reached every reader" +
            (manner.Receipts ? $" and were acknowledged, {toldThrough} told to the author as read" : "");

    public long SentAt(long sequence) => sentAt[sequence % MostIncomplete];

    public override void Pump(long now)
    {
        while (traffic.Sending && sent - replied < manner.Window && sent - Completed < MostIncomplete)
        {
            sent++;
            sentAt[sent % MostIncomplete] = now;
            told[sent % MostIncomplete] = 0;
            Connection.Write(frames.Frame(sent));
        }
    }

    /// <summary>Checks that what the server gives back is message <paramref name="sequence"/> of this author, unharmed.</summary>
    public void Check(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> uuid, long sequence)
    {
        if (frames.Sequence(uuid) != sequence || sequence > sent)
            throw new LoadFailure($"expected message {sequence} of {sent} sent, got {Scan.Show(frame)}");
        var body = Scan.Text(frame, "\"bodyEncryptedBase64\":\""u8);
        if (!body.SequenceEqual(frames.Body(sequence)) && !Unescaped(body).SequenceEqual(frames.Body(sequence)))
            throw new LoadFailure($"message {sequence} came back with another body: {Scan.Show(frame)}");
        if (Scan.Number(frame, "\"members\":"u8) != Room.Members) throw new LoadFailure($"not {Room.Members} members: {Scan.Show(frame)}");
    }

    protected override void TakeOther(ReadOnlySpan<byte> type, ReadOnlySpan<byte> frame, long now)
    {
        if (type.SequenceEqual("ResponseAddedMessage"u8)) TakeReply(frame, now);
        else if (manner.Receipts && type.SequenceEqual("UpdatedMessageNotification"u8)) TakeUpdate(frame);
        else base.TakeOther(type, frame, now);
    }

    private void TakeReply(ReadOnlySpan<byte> frame, long now)
    {
        replied++;
        if (Scan.Id(frame) != MessageFrames.FirstId + replied)
            throw new LoadFailure($"expected the reply to {replied}, got {Scan.Show(frame)}");
        Check(frame, Scan.Text(frame, "\"uuid\":\""u8), replied);
        var created = Scan.Number(frame, "\"created\":"u8);
        if (created < lastCreated) throw new LoadFailure($"the time fell below {lastCreated}: {Scan.Show(frame)}");
        lastCreated = created;
        traffic.Replied(now - SentAt(replied));
    }

    /// <summary>Updates of one message may be merged, so its counters rise with each; messages may be updated in any order.</summary>
    private void TakeUpdate(ReadOnlySpan<byte> frame)
    {
        var sequence = frames.Sequence(Scan.Text(frame, "\"uuid\":\""u8));
        if (sequence <= toldThrough || sequence > sent)
            throw new LoadFailure($"an update of a message that is read, or not sent: {Scan.Show(frame)}");
        ref var before = ref told[sequence % MostIncomplete];
        var (readers, reached) = (Scan.Number(frame, "\"readedMembers\":"u8), Scan.Number(frame, "\"deliveredMembers\":"u8));
        var state = (byte)(readers + reached);
        if (readers > reached || reached != Room.Members || state <= before)
            throw new LoadFailure($"counters that cannot be: {Scan.Show(frame)}");
        before = state;
        while (toldThrough < sent && told[(toldThrough + 1) % MostIncomplete] == 2 * Room.Members) toldThrough++;
    }

    /// <summary>A plus sign may be written as an escape.</summary>
    private static ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\')) return text;
        return Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>($"\"{Encoding.UTF8.GetString(text)}\"")!);
    }
}
