using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Server.Admin;
using Hansard.Server.Journal;
using Hansard.Server.Messages;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Moderation;

/// <summary>The desk of a network's moderators: what was reported, and what becomes of it.</summary>
internal sealed class ModeratorCommands(NetworkDirectory networks)
{
    /// <summary>Reports in one answer; the next ones are asked for by the last one's number.</summary>
    public const int PageReports = 200;

    public Result<ReportList> List(ListReports call, Batch batch)
    {
        if (networks.Living(call.Network, out Network network) is { } refusal) return refusal;
        List<StoredReport> found = ReportStore.After(batch.Sql, network, call.After, call.DecidedToo, PageReports + 1);
        return new ReportList([.. found.Take(PageReports).Select(report => View(network, report))], found.Count > PageReports);
    }

    public Result<ReportView> Show(ShowReport call, Batch batch) =>
        networks.Living(call.Network, out Network network) is { } refusal ? refusal
        : ReportStore.Find(batch.Sql, network, call.Report) is { } report ? View(network, report)
        : NoReport(network, call.Report);

    /// <summary>All that is decided is done, or nothing is.</summary>
    public Result<ReportView> Decide(DecideReport call, Batch batch)
    {
        if (networks.Living(call.Network, out Network network) is { } refusal) return refusal;
        if (ReportStore.Find(batch.Sql, network, call.Report) is not { } report) return NoReport(network, call.Report);
        if (report.Decision is { } before) return Failure.Conflict($"Report {call.Report} was decided before: {before}.");
        string[] decisions = [.. call.Decisions.Distinct()];
        if ((Malformed(decisions, call.Reason) ?? Unfit(decisions, report)) is { } unfit) return unfit;
        foreach (string decision in decisions)
        {
            if (Do(batch, network, report, decision) is { } impossible) return impossible;
            batch.Record(network, FactDraft.OfNetwork(new Decided(call.Report, decision, call.Reason)));
        }
        ReportStore.Decide(batch.Sql, report.Id, string.Join(", ", decisions), call.Reason, batch.NowMs);
        return View(network, ReportStore.Find(batch.Sql, network, call.Report)!);
    }

    public Result<MessageMark> Mark(MarkMessage call, Batch batch) =>
        (networks.Living(call.Network, out Network network) ?? Verdicts.Mark(batch, network, call.ConversationUuid, call.MessageUuid, call.Objectionable)) is { } refusal
            ? refusal
            : new MessageMark(network.Name, call.ConversationUuid, call.MessageUuid, call.Objectionable);

    public Result<UserBlock> BlockUser(BlockUser call, Batch batch) =>
        (networks.Living(call.Network, out Network network) ?? Verdicts.BlockUser(batch, network, call.UserId, call.Blocked)) is { } refusal
            ? refusal
            : new UserBlock(network.Name, call.UserId, call.Blocked);

    public Result<ConversationBlock> BlockConversation(BlockConversation call, Batch batch) =>
        (networks.Living(call.Network, out Network network) ?? Verdicts.BlockConversation(batch, network, call.ConversationUuid, call.Blocked)) is { } refusal
            ? refusal
            : new ConversationBlock(network.Name, call.ConversationUuid, call.Blocked);

    private static Failure? Malformed(string[] decisions, string? reason)
    {
        if (decisions.Length == 0 || !decisions.All(Decisions.All.Contains)) return Failure.Invalid($"A decision is {string.Join(", ", Decisions.All)}.");
        if (decisions.Length > 1 && decisions.Contains(Decisions.Dismissed)) return Failure.Invalid("A report that is dismissed has no other decision.");
        return reason is null || Reports.IsReason(reason) ? null : Failure.Invalid($"A reason has from 1 to {Limits.ReportReasonCharacters} printable characters.");
    }

    /// <summary>Found before anything is done, so that nothing has to be undone.</summary>
    private static Failure? Unfit(string[] decisions, StoredReport report)
    {
        bool conversationIsThere = report is { ConversationUuid: not null, ConversationDeleted: 0 };
        if (decisions.Contains(Decisions.Objectionable) && (report.MessageUuid is null || report.MessageMs is null || !conversationIsThere))
            return Failure.Conflict(report.MessageUuid is null ? "No message was reported." : "The message is there no more.");
        if (decisions.Contains(Decisions.UserBlocked) && report.ReportedUser is null) return Failure.Conflict("No user was reported; block one with 'network user block'.");
        return decisions.Contains(Decisions.ConversationBlocked) && !conversationIsThere
            ? Failure.Conflict(report.ConversationUuid is null ? "No conversation was reported." : "The conversation is there no more.")
            : null;
    }

    private static Failure? Do(Batch batch, Network network, StoredReport report, string decision) => decision switch
    {
        Decisions.Objectionable => Verdicts.Mark(batch, network, new(report.ConversationUuid!), new(report.MessageUuid!), objectionable: true),
        Decisions.UserBlocked => Verdicts.BlockUser(batch, network, new(report.ReportedUser!), blocked: true),
        Decisions.ConversationBlocked => Verdicts.BlockConversation(batch, network, new(report.ConversationUuid!), blocked: true),
        _ => null,
    };

    private static Failure NoReport(Network network, long number) => Failure.NotFound($"{network.Name} has no report {number}.");

    private static ReportView View(Network network, StoredReport report)
    {
        MessageFlags flags = (MessageFlags)(report.MessageFlagBits ?? 0);
        return new ReportView(network.Name, report.Number, report.CreatedMs, new(report.Reporter), report.Reason,
            report.ConversationUuid is null ? null : new ConversationUuid(report.ConversationUuid), report.ConversationBlocked is 1, report.ConversationDeleted is 1,
            report.MessageUuid is null ? null : new MessageUuid(report.MessageUuid), report.MessageMs, flags.HasFlag(MessageFlags.Objectionable), flags.HasFlag(MessageFlags.Deleted),
            report.ReportedUser is null ? null : new UserId(report.ReportedUser), report.UserBlocked is 1, report.Decision, report.Note, report.DecidedMs);
    }
}
