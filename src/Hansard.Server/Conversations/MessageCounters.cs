using Hansard.Protocol;

namespace Hansard.Server.Conversations;

/// <summary>The part of a message that changes after it was added, kept for a conversation's latest messages.</summary>
internal sealed class MessageCounters(MessageUuid uuid, long id, long authorKey, int members, bool countable)
{
    public MessageUuid Uuid { get; } = uuid;

    /// <summary><c>conversation id &lt;&lt; 32 | ordinal</c></summary>
    public long Id { get; } = id;

    public long Ordinal => Id & 0xFFFF_FFFF;

    public long AuthorKey { get; } = authorKey;

    /// <summary>Members at commit, the author included; fixed.</summary>
    public int Members { get; } = members;

    /// <summary>Counts as unread: no event, not deleted.</summary>
    public bool Countable { get; private set; } = countable;

    public int Readed { get; set; } = 1;

    public int Delivered { get; set; } = 1;

    /// <summary>A moderator has marked it.</summary>
    public bool Objectionable { get; set; }

    public bool Deleted { get; private set; }

    public bool IsEvent => !Countable && !Deleted;

    /// <summary>True while the open batch has changes that were not handed over to be written.</summary>
    public bool Dirty { get; set; }

    /// <summary>The last batch that added it, changed it or may have changed it.</summary>
    public long Batch { get; set; }

    /// <summary>From now on it is a tombstone.</summary>
    public void Delete() => (Deleted, Countable) = (true, false);
}
