using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Messages;

/// <summary>Pages of a conversation's history, newest first, within the caller's membership.</summary>
internal sealed class MessageQueries(Database database)
{
    /// <summary>The messages nearest after the anchor.</summary>
    public Result<ResponseGetMessages> After(RequestGetMessages request, Caller caller) =>
        Page(caller, request.ConversationUuid, request.FromMessageUuid, request.Size, newer: true);

    /// <summary>The messages nearest before the anchor.</summary>
    public Result<ResponseGetMessages> Before(RequestGetMessagesFromUuid request, Caller caller) =>
        Page(caller, request.ConversationUuid, request.Uuid, request.Size, newer: false);

    public Result<ResponseGetMessages> ByUuids(RequestGetMessagesByUuids request, Caller caller)
    {
        if (request.Uuids.Count > caller.Network.Settings.Limits.PageMessages)
            return Failure.Invalid($"uuids may name at most {caller.Network.Settings.Limits.PageMessages} messages.");
        return database.Read<Result<ResponseGetMessages>>(sql =>
        {
            if (ConversationQueries.Visible(sql, caller, request.ConversationUuid, out MemberConversation conversation) is { } refusal) return refusal;
            SpannedHistory history = conversation.History;
            IEnumerable<StoredMessage> found = MessageStore.ByUuids(sql, conversation.Id, [.. request.Uuids.Distinct()])
                .Where(message => history.Spans.Contains(message.Ordinal)).OrderByDescending(message => message.Id);
            List<StoredMessage> page = [];
            TryAdd(page, found);
            return Views(page, conversation, caller, history);
        });
    }

    private Result<ResponseGetMessages> Page(Caller caller, ConversationUuid uuid, MessageUuid? anchor, int size, bool newer)
    {
        if (size < 1) return Failure.Invalid("size must be at least 1.");
        int most = Math.Min(size, caller.Network.Settings.Limits.PageMessages);
        return database.Read<Result<ResponseGetMessages>>(sql =>
        {
            sql.KeepPlans();
            if (ConversationQueries.Visible(sql, caller, uuid, out MemberConversation conversation) is { } refusal) return refusal;
            SpannedHistory history = conversation.History;
            if (anchor is null) return Views(Older(sql, history, RangeSet.Open, most), conversation, caller, history);
            if (MessageStore.ByUuid(sql, conversation.Id, anchor.Value) is not { } found || !history.Spans.Contains(found.Ordinal)) return Refusals.NoMessage;
            List<StoredMessage> page = newer ? Newer(sql, history, found.Ordinal + 1, most) : Older(sql, history, found.Ordinal - 1, most);
            return Views(page, conversation, caller, history);
        });
    }

    private static List<StoredMessage> Newer(DbConnection sql, SpannedHistory history, long from, int most)
    {
        List<StoredMessage> page = Page(history.Spans.Ranges.Where(range => range.To >= from), most,
            (range, limit) => MessageStore.Between(sql, history.ConversationId, Math.Max(from, range.From), range.To, rising: true, limit));
        page.Reverse();
        return page;
    }

    private static List<StoredMessage> Older(DbConnection sql, SpannedHistory history, long to, int most) =>
        Page(history.Spans.Ranges.Where(range => range.From <= to).Reverse(), most,
            (range, limit) => MessageStore.Between(sql, history.ConversationId, range.From, Math.Min(to, range.To), rising: false, limit));

    /// <summary>
    /// One span of the membership after the other until the page is full. Each is asked for what the page still lacks and read to the end of its
    /// rows, unless the bound of bytes is reached: a query that is left before has to be cancelled, for which PostgreSQL takes another connection.
    /// </summary>
    private static List<StoredMessage> Page(
        IEnumerable<(long From, long To)> spans, int most, Func<(long From, long To), int, IEnumerable<StoredMessage>> between)
    {
        List<StoredMessage> page = [];
        foreach ((long From, long To) span in spans)
        {
            if (page.Count == most || !TryAdd(page, between(span, most - page.Count))) break;
        }
        return page;
    }

    /// <summary>False where the page has reached its bound of bytes; it never stays empty for that.</summary>
    private static bool TryAdd(List<StoredMessage> page, IEnumerable<StoredMessage> messages)
    {
        int bytes = page.Sum(message => message.PageBytes);
        foreach (StoredMessage message in messages)
        {
            bytes += message.PageBytes;
            if (page.Count > 0 && bytes > Limits.PageBytes) return false;
            page.Add(message);
        }
        return true;
    }

    private static ResponseGetMessages Views(List<StoredMessage> page, MemberConversation conversation, Caller caller, SpannedHistory history) =>
        new([.. page.Select(message => message.View(new(conversation.Uuid), caller.UserKey, history.Read))]);
}
