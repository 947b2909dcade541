using Hansard.Protocol;
using Hansard.Protocol.Presence;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Fanout;
using Hansard.Server.Storage;

namespace Hansard.Server.Presence;

/// <summary>
/// RequestTyping: told and never stored. A user is told of in a conversation at most once in a while, however often and on however many
/// devices he asks; what comes sooner is answered and not told. Writer's thread only, because that is where members are known.
/// </summary>
internal sealed class Typing
{
    private const long IntervalMicroseconds = Limits.TypingIntervalMilliseconds * 1000L;

    /// <summary>Who types where; beyond it those are forgotten whose interval is over, and then all: the worst is a notification too many.</summary>
    private const int RememberedMaximum = 50_000;

    private readonly Dictionary<(long UserKey, long ConversationId), long> lastTold = [];

    public Failure? Handle(RequestTyping request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out _) is { } refusal) return refusal;
        if (conversation.Silences(caller.UserKey)) return Refusals.ConversationBlocked;
        (long, long) key = (caller.UserKey, conversation.Id);
        if (lastTold.TryGetValue(key, out long told) && batch.Now - told < IntervalMicroseconds) return null;
        if (lastTold.Count >= RememberedMaximum) Forget(batch.Now);
        lastTold[key] = batch.Now;
        batch.Announce(WhoIsTold.Types(conversation, caller));
        return null;
    }

    private void Forget(long now)
    {
        foreach (((long, long) key, long told) in lastTold)
            if (now - told >= IntervalMicroseconds) lastTold.Remove(key);
        if (lastTold.Count >= RememberedMaximum) lastTold.Clear();
    }
}
