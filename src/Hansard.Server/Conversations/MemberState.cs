using Hansard.Protocol;
using Hansard.Server.Storage;

namespace Hansard.Server.Conversations;

/// <summary>
/// One person in one conversation, present or past. The sets name message ordinals; a person's own messages are in both receipt sets, so
/// that the ranges merge. Owned by the writer's thread.
/// </summary>
internal sealed class MemberState
{
    public required long UserKey { get; init; }

    public required UserId UserId { get; init; }

    public required bool Active { get; init; }

    public required bool Admin { get; init; }

    /// <summary>Since when, in epoch microseconds; a member who came back counts from then.</summary>
    public required long Joined { get; init; }

    public required string? Nick { get; init; }

    /// <summary>What this person may read: from each joining to the leaving after it.</summary>
    public required RangeSet Spans { get; init; }

    public required RangeSet Read { get; init; }

    public required RangeSet Delivered { get; init; }

    /// <summary>How many of the conversation's countable messages are outside <see cref="Spans"/>, until now.</summary>
    public required long CountableBase { get; init; }

    /// <summary>How many of those inside are unread no more: read, own ones, and those deleted before they were read.</summary>
    public long CountableRead { get; set; }

    /// <summary>True while the open batch has changes of the sets that were not handed over to be written.</summary>
    public bool Dirty { get; set; }
}
