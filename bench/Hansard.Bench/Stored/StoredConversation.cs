using Hansard.Bench.Setup;

namespace Hansard.Bench.Stored;

/// <summary>A member as the database knows him.</summary>
internal sealed record StoredMember(long Key, string UserId, string DeviceId);

/// <summary>
/// One of the reader's conversations, with what the database calls it. Its first message is the event of its creation by the reader; all
/// others have texts.
/// </summary>
/// <param name="Number">From 0, in the order of their creation.</param>
/// <param name="Members">The reader first.</param>
internal sealed record StoredConversation(int Number, long Id, Conversation Known, IReadOnlyList<StoredMember> Members)
{
    public const long EventOrdinal = 1;

    private const int ListensEvery = 5;
    private const int NewestUnread = 20;

    /// <summary>What the reader only listens to, he has not read to the end; elsewhere he also writes and has read all.</summary>
    private bool Listens => Number % ListensEvery == 0;

    public StoredMember Reader => Members[0];

    public StoredMember Author(long ordinal) =>
        Listens ? Members[1 + (int)(ordinal % (Members.Count - 1))] : Members[(int)(ordinal % Members.Count)];

    /// <summary>The ordinals that the reader has read where <paramref name="last"/> is the newest: all, only the event, all but one in the middle, or all but the newest.</summary>
    public IReadOnlyList<(long From, long To)> Read(long last) => (Listens, Number / ListensEvery % ListensEvery) switch
    {
        (false, _) => [(EventOrdinal, last)],
        (true, 0) => [(EventOrdinal, EventOrdinal)],
        (true, 1) => [(EventOrdinal, last / 2), ((last / 2) + 2, last)],
        _ => [(EventOrdinal, last - NewestUnread)],
    };

    public bool HasRead(long ordinal, long last) => Read(last).Any(range => range.From <= ordinal && ordinal <= range.To);

    public long Unread(long last) => last - Read(last).Sum(range => range.To - range.From + 1);

    /// <summary>The ordinal of the first unread message; null where everything is read.</summary>
    public long? FirstUnread(long last) => Read(last)[0].To is var read && read < last ? read + 1 : null;
}
