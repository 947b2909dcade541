using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Hansard.Server.Connections;
using Hansard.Server.Messages;
using Hansard.Server.Storage;

namespace Hansard.Server.CatchingUp;

/// <summary>
/// The messages of one conversation that a device has not as they are, in their order: those it has and that changed, then those it has not.
/// Within the caller's membership.
/// </summary>
internal sealed class MissedMessages(DbConnection sql, Caller caller, ChangePoint since, ChangedConversation conversation, ChangePage page)
{
    /// <summary>Messages that are looked up at once.</summary>
    private const int ChunkMessages = 500;

    private readonly RangeSet spans = conversation.SpansSince(since);
    private readonly RangeSet read = RangeSet.FromBytes(conversation.ReadSet);

    /// <summary>Where the page ended; null where everything is told.</summary>
    public ChangePosition? Tell(ChangePosition position) => TellChanged(ref position) || TellNew(ref position) ? position : null;

    /// <summary>True where the page ended.</summary>
    private bool TellChanged(ref ChangePosition position)
    {
        (long at, long end) = (position.At, position.NewAfter);
        if (at >= end) return page.Room == 0;
        MessageMarks marks = ChangeStore.Marks(sql, caller.Network, since, conversation);
        IEnumerable<long> ordinals = marks.Ordinals.Numbers.Where(ordinal => ordinal > at && ordinal <= end && spans.Contains(ordinal));
        foreach (long[] chunk in ordinals.Chunk(ChunkMessages))
        {
            foreach (ChangedMessage message in ChangeStore.Messages(sql, conversation.Id, chunk))
            {
                if (!Tell(message, marks)) return true;
                position = position with { At = message.Ordinal };
            }
            if (page.Room == 0) return true;
        }
        return false;
    }

    /// <summary>False where there is no room. Counters are shown to the author, and to who has read it, whose other device may have done so.</summary>
    private bool Tell(ChangedMessage message, MessageMarks marks)
    {
        if (marks.DeletedBy.TryGetValue(message.Ordinal, out UserId deleter))
            return page.TryAdd(new DeleteMessageNotification(conversation.ConversationUuid, new(message.Uuid), deleter));
        bool mine = message.UserKey == caller.UserKey, reader = !mine && read.Contains(message.Ordinal);
        bool shown = marks.ForAll.Contains(message.Ordinal) || (message.Changed > since.Changed && (mine || reader));
        return !shown || page.TryAdd(message.Updated(conversation.ConversationUuid, readed: reader ? true : null));
    }

    /// <summary>True where the page ended.</summary>
    private bool TellNew(ref ChangePosition position)
    {
        if (position.NewAfter == MessageStore.OrdinalMaximum) return page.Room == 0;
        long after = Math.Max(position.At, position.NewAfter);
        foreach ((long from, long to) in spans.Ranges.Where(range => range.To > after))
        {
            if (page.Room == 0) return true;
            foreach (StoredMessage message in MessageStore.Between(sql, conversation.Id, Math.Max(from, after + 1), to, rising: true, page.Room))
            {
                if (!page.TryAdd(new NotificationAddedMessageToConversation(message.View(conversation.ConversationUuid, caller.UserKey, read)))) return true;
                position = position with { At = message.Ordinal };
            }
        }
        return page.Room == 0;
    }
}
