using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>Someone in a room who is told of others' messages: each exactly once, each author's in order, unharmed.</summary>
internal class Member(WireConnection connection, Room room) : Peer(connection)
{
    private const int MostAuthors = 8;

    private readonly long[] received = new long[MostAuthors];
    private long lastCreated;

    public Room Room => room;

    public override long Completed => 0;

    public override string? Owed => null;

    /// <summary>A digest of every message seen so far, in the order seen.</summary>
    public ulong Order { get; private set; }

    public virtual long ReadThrough(int author) => received[author];

    public override void Pump(long now)
    {
    }

    public sealed override void Take(ReadOnlySpan<byte> frame, long now)
    {
        var type = Scan.Type(frame);
        if (type.SequenceEqual("NotificationAddedMessageToConversation"u8)) TakeMessage(frame, now);
        else TakeOther(type, frame, now);
    }

    protected virtual void TakeOther(ReadOnlySpan<byte> type, ReadOnlySpan<byte> frame, long now) =>
        throw new LoadFailure($"unexpected: {Scan.Show(frame)}");

    protected virtual void Acknowledge(ReadOnlySpan<byte> uuid, long sequence)
    {
    }

    private void TakeMessage(ReadOnlySpan<byte> frame, long now)
    {
        var uuid = Scan.Text(frame, "\"uuid\":\""u8);
        var index = room.Index(MessageNumber.Read(uuid).Author);
        var author = room.Author(index);
        if (author == this) throw new LoadFailure($"an author was told of his own message: {Scan.Show(frame)}");
        var sequence = ++received[index];
        author.Check(frame, uuid, sequence);
        var created = Scan.Number(frame, "\"created\":"u8);
        if (created < lastCreated) throw new LoadFailure($"the time of the conversation fell below {lastCreated}: {Scan.Show(frame)}");
        lastCreated = created;
        Order = (Order * 1_099_511_628_211) ^ ((ulong)index << 48) ^ (ulong)sequence;
        author.Traffic.Delivered(now - author.SentAt(sequence));
        Acknowledge(uuid, sequence);
    }
}
