using System.Data.Common;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Journal;
using Hansard.Server.Networks;

namespace Hansard.Server.Moderation;

/// <summary>What is reported: a message with its author, a conversation, or a user.</summary>
internal sealed record ReportSubject(long? ConversationId, MessageUuid? MessageUuid, long? UserKey);

/// <summary>A report as moderators see it, with what has become of its subject; null where there is none of it, or no more.</summary>
internal sealed record StoredReport(
    long Id, string Reporter, string? ConversationUuid, string? MessageUuid, string? ReportedUser, string Reason, long CreatedMs, string? Decision, string? Note,
    long? DecidedMs, long? MessageMs, long? MessageFlagBits, long? UserBlocked, long? ConversationBlocked, long? ConversationDeleted)
{
    /// <summary>The number by which people name it: that of its fact in the journal.</summary>
    public long Number => Id & JournalWriter.SequenceMaximum;
}

/// <summary>The reports table.</summary>
internal static class ReportStore
{
    private const string Select = """
        SELECT r.id AS Id, w.user_id AS Reporter, c.uuid AS ConversationUuid, r.message_uuid AS MessageUuid, u.user_id AS ReportedUser, r.reason AS Reason,
               r.created_ms AS CreatedMs, r.decision AS Decision, r.note AS Note, r.decided_ms AS DecidedMs, m.created_ms AS MessageMs, m.flags AS MessageFlagBits,
               u.blocked AS UserBlocked, c.blocked AS ConversationBlocked, c.deleted AS ConversationDeleted
        FROM reports r
        JOIN users w ON w.id = r.reporter_key
        LEFT JOIN users u ON u.id = r.user_key
        LEFT JOIN conversations c ON c.id = r.conversation_id
        LEFT JOIN messages m ON m.conversation_id = r.conversation_id AND m.uuid = r.message_uuid

        """;

    public static void Add(DbConnection sql, long id, long reporterKey, ReportSubject subject, string reason, long nowMs) => sql.Execute("""
        INSERT INTO reports (id, reporter_key, conversation_id, message_uuid, user_key, reason, created_ms)
        VALUES (@id, @reporterKey, @ConversationId, @message, @UserKey, @reason, @nowMs)
        """, new { id, reporterKey, subject.ConversationId, message = subject.MessageUuid?.Value, subject.UserKey, reason, nowMs });

    /// <summary>How many of somebody's reports nobody has decided, and whether this is one of them.</summary>
    public static (long Open, bool Known) OpenOf(DbConnection sql, long reporterKey, ReportSubject subject, string reason)
    {
        (long open, long known) = sql.QuerySingle<(long, long)>("""
            SELECT COUNT(*), COALESCE(SUM(CASE WHEN reason = @reason AND COALESCE(conversation_id, 0) = @conversation AND COALESCE(message_uuid, '') = @message
                                                    AND COALESCE(user_key, 0) = @user THEN 1 ELSE 0 END), 0)
            FROM reports WHERE reporter_key = @reporterKey AND decided_ms IS NULL
            """, new { reporterKey, reason, conversation = subject.ConversationId ?? 0, message = subject.MessageUuid?.Value ?? "", user = subject.UserKey ?? 0 });
        return (open, known > 0);
    }

    public static StoredReport? Find(DbConnection sql, Network network, long number) => number is < 1 or > JournalWriter.SequenceMaximum
        ? null
        : sql.QuerySingleOrDefault<StoredReport>(Select + "WHERE r.id = @id", new { id = JournalWriter.FactId(network, number) });

    /// <summary>Reports after a number, oldest first: those that wait, or all.</summary>
    public static List<StoredReport> After(DbConnection sql, Network network, long number, bool decidedToo, int most) => sql.Query<StoredReport>(
        Select + $"WHERE r.id > @first AND r.id <= @last{(decidedToo ? "" : " AND r.decided_ms IS NULL")} ORDER BY r.id LIMIT @most",
        new { first = JournalWriter.FactId(network, Math.Clamp(number, 0, JournalWriter.SequenceMaximum)), last = JournalWriter.FactId(network, JournalWriter.SequenceMaximum), most }).AsList();

    public static void Decide(DbConnection sql, long id, string decision, string? note, long nowMs) =>
        sql.Execute("UPDATE reports SET decision = @decision, note = @note, decided_ms = @nowMs WHERE id = @id", new { id, decision, note, nowMs });
}
