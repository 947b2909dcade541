namespace Hansard.Server.Journal;

/// <summary>How far a network's journal goes: the last sequence number (0 = empty), the running hash over all facts, its signature and time.</summary>
/// <param name="Changed">What devices have seen change so far: every fact counts, and so do marks that are none.</param>
internal sealed record JournalHead(long Sequence, byte[] Hash, byte[] Signature, long TimeMicroseconds, long Changed)
{
    public static readonly JournalHead Empty = new(0, new byte[32], [], 0, 0);
}
