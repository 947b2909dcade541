using System.Data.Common;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Moderation;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Dispatch;
using Hansard.Server.Journal;
using Hansard.Server.Storage;

namespace Hansard.Server.Moderation;

/// <summary>
/// AddMessageReport, AddConversationReport and AddUserReport: facts of the journal, and a queue until the network's moderators decide. The server
/// cannot read what is reported; a report says who, what, when, and why in the reporter's words. Asked again before it is decided, it is the same report.
/// </summary>
internal static class Reports
{
    private static readonly Failure Spent = Failure.TooManyRequests("You have reported so much that somebody must look at it first; try again later.");

    public static Failure? OfMessage(AddMessageReport request, Caller caller, Batch batch)
    {
        if (Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out MemberState member) is { } refusal) return refusal;
        if (batch.Conversations.FindMessage(conversation, request.MessageUuid) is not { } message || !member.Spans.Contains(message.Ordinal)) return Refusals.NoMessage;
        if (message.IsEvent) return Failure.Invalid("What happened in a conversation is nobody's message; report the conversation or the user.");
        return Take(caller, batch, conversation, new ReportSubject(conversation.Id, request.MessageUuid, message.AuthorKey), new Reported(request.MessageUuid, null, request.Reason));
    }

    public static Failure? OfConversation(AddConversationReport request, Caller caller, Batch batch) =>
        Membership.Of(caller, request.ConversationUuid, batch, out ConversationState conversation, out _)
        ?? Take(caller, batch, conversation, new ReportSubject(conversation.Id, null, null), new Reported(null, null, request.Reason));

    public static Failure? OfUser(AddUserReport request, Caller caller, Batch batch)
    {
        if (request.UserId == caller.UserId) return Failure.Invalid("Nobody reports himself.");
        if (UserStore.FindKnown(batch.Sql, caller, request.UserId) is not { } user) return Refusals.NoUser;
        return Take(caller, batch, null, new ReportSubject(null, null, user.Id), new Reported(null, request.UserId, request.Reason));
    }

    private static Failure? Take(Caller caller, Batch batch, ConversationState? conversation, ReportSubject subject, Reported fact)
    {
        if (!IsReason(fact.Reason)) return Failure.Invalid($"reason has from 1 to {Limits.ReportReasonCharacters} printable characters.");
        DbConnection sql = batch.Sql;
        (long open, bool known) = ReportStore.OpenOf(sql, caller.UserKey, subject, fact.Reason);
        if (known) return null;
        Budget day = new($"reports/{caller.Network.Id}/{caller.UserKey}", caller.Network.Settings.Limits.ReportsPerUserAndDay, Budget.DayMicroseconds);
        if (open >= Limits.OpenReportsPerUser || !day.TrySpend(sql, batch.Now)) return Spent;
        long id = batch.Record(caller.Network, FactDraft.By(caller, conversation, fact));
        ReportStore.Add(sql, id, caller.UserKey, subject, fact.Reason, batch.NowMs);
        return null;
    }

    /// <summary>Words that a terminal may show as they are: line feeds, but nothing else that steers one, and nothing that turns the direction of writing.</summary>
    public static bool IsReason(string text) => text.Length is > 0 and <= Limits.ReportReasonCharacters && text.All(IsShown);

    private static bool IsShown(char character) => character == '\n'
        || (!char.IsControl(character) && character is not ('\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')));
}
