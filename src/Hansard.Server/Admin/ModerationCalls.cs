using Hansard.Protocol;

namespace Hansard.Server.Admin;

/// <summary>What waits for the moderators of a network, oldest first.</summary>
/// <param name="DecidedToo">With those that were decided.</param>
/// <param name="After">Only reports with a greater number; 0 for all.</param>
public sealed record ListReports(string Network, bool DecidedToo = false, long After = 0) : IAdminCall<ReportList>;

/// <param name="More">There are more after the last one.</param>
public sealed record ReportList(IReadOnlyList<ReportView> Reports, bool More);

/// <param name="Report">Its number: that of its fact in the journal.</param>
public sealed record ShowReport(string Network, long Report) : IAdminCall<ReportView>;

/// <summary>Decides a report once and for all: everything that is named is done, or nothing.</summary>
/// <param name="Decisions"><c>dismissed</c> alone, or any of <c>objectionable</c>, <c>userBlocked</c>, <c>conversationBlocked</c>.</param>
/// <param name="Reason">The moderator's words, up to <see cref="Limits.ReportReasonCharacters"/>; null for none.</param>
public sealed record DecideReport(string Network, long Report, IReadOnlyList<string> Decisions, string? Reason = null) : IAdminCall<ReportView>;

/// <summary>A report with what has become of its subject. The server cannot read what was reported.</summary>
/// <param name="At">When it came, epoch milliseconds.</param>
/// <param name="MessageAt">When the message was sent, epoch milliseconds; null where none was reported or none is there any more.</param>
/// <param name="ReportedUser">Who was reported, or wrote the message.</param>
/// <param name="Decision">Null while it waits; several are separated by a comma and a space.</param>
/// <param name="DecidedAt">Epoch milliseconds.</param>
public sealed record ReportView(
    string Network, long Report, long At, UserId Reporter, string Reason, ConversationUuid? ConversationUuid, bool ConversationBlocked, bool ConversationDeleted,
    MessageUuid? MessageUuid, long? MessageAt, bool MessageObjectionable, bool MessageDeleted, UserId? ReportedUser, bool UserBlocked,
    string? Decision, string? DecisionReason, long? DecidedAt);

/// <summary>Marks a message as objectionable, or takes the mark back.</summary>
public sealed record MarkMessage(string Network, ConversationUuid ConversationUuid, MessageUuid MessageUuid, bool Objectionable) : IAdminCall<MessageMark>;

public sealed record MessageMark(string Network, ConversationUuid ConversationUuid, MessageUuid MessageUuid, bool Objectionable);

/// <summary>Blocks a user for the whole network, or ends that: he opens no dialog and writes in none.</summary>
public sealed record BlockUser(string Network, UserId UserId, bool Blocked) : IAdminCall<UserBlock>;

public sealed record UserBlock(string Network, UserId UserId, bool Blocked);

/// <summary>Blocks a conversation for everybody, or ends that: nobody writes in it.</summary>
public sealed record BlockConversation(string Network, ConversationUuid ConversationUuid, bool Blocked) : IAdminCall<ConversationBlock>;

public sealed record ConversationBlock(string Network, ConversationUuid ConversationUuid, bool Blocked);
