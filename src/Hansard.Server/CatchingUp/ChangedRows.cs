using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>
/// A conversation in which something has changed for one who is or was a member. Read by its columns' names: SQLite gives what is computed no type
/// where there are no rows.
/// </summary>
internal sealed record ChangedConversation
{
    public long Id { get; init; }

    public string Uuid { get; init; } = "";

    public long Active { get; init; }

    public long Deleted { get; init; }

    /// <summary>The number of the change by which his membership began or ended.</summary>
    public long Membership { get; init; }

    public byte[] Spans { get; init; } = [];

    public byte[] ReadSet { get; init; } = [];

    public long LastChangeId { get; init; }

    /// <summary>The number of the change that last moved counters; 0 for none.</summary>
    public long LastReceipt { get; init; }

    public long LastFactId { get; init; }

    public ConversationUuid ConversationUuid => new(Uuid);

    public bool IsActive => Active != 0;

    /// <summary>
    /// The messages that his devices may know of. Who came in, or back, since then begins anew: a device that was there has forgotten what was before.
    /// </summary>
    public RangeSet SpansSince(ChangePoint since)
    {
        RangeSet spans = RangeSet.FromBytes(this.Spans);
        return Membership > since.Changed ? RangeSet.From(spans.Ranges[^1].From) : spans;
    }
}

/// <summary>The last change of one kind with one subject.</summary>
internal sealed record LastChange
{
    public long Id { get; init; }

    public ChangeKind Kind { get; init; }

    public long Subject { get; init; }
}

/// <summary>Whom a change is about, and whether he is a member now.</summary>
internal sealed record MentionedUser(long Id, string UserId, long? Active)
{
    public bool IsMember => Active is 1;
}

/// <summary>A file that became ready by the change <paramref name="Id"/>.</summary>
internal sealed record ReadyFile(long Id, long MessageId, string MessageUuid, long FlagBits, string DownloadName)
{
    public bool IsShownTo(RangeSet spans) => spans.Contains(MessageId & MessageStore.OrdinalMaximum) && !((MessageFlags)FlagBits).HasFlag(MessageFlags.Deleted);
}

/// <summary>Messages that changed: all of them, those that are gone with who deleted them, and those that look otherwise to everybody.</summary>
internal sealed record MessageMarks(RangeSet Ordinals, IReadOnlyDictionary<long, UserId> DeletedBy, RangeSet ForAll);

/// <summary>What of a message changes after it was added.</summary>
internal sealed record ChangedMessage(long Id, string Uuid, long UserKey, long Members, long Readed, long Delivered, long FlagBits, long Changed)
{
    public long Ordinal => Id & MessageStore.OrdinalMaximum;

    public UpdatedMessageNotification Updated(ConversationUuid conversation, bool? readed)
    {
        MessageFlags flags = (MessageFlags)FlagBits;
        return new(new(Uuid), conversation, (int)Members, (int)Readed, (int)Delivered, flags.HasFlag(MessageFlags.Objectionable), flags.HasFlag(MessageFlags.Deleted), readed);
    }
}
