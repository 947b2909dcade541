using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Moderation;

namespace Hansard.Client.Moderation;

/// <summary>What the user brings before the network's moderators. They see who, what, when and the reason; never what was said.</summary>
internal sealed class ReportDesk(Link link)
{
    public Task<Result<ResponseStatusMessage>> ReportAsync(ConversationUuid conversation, MessageUuid message, string reason, CancellationToken cancellation) =>
        link.SendAsync(new AddMessageReport(conversation, message, reason), cancellation);

    public Task<Result<ResponseStatusMessage>> ReportAsync(ConversationUuid conversation, string reason, CancellationToken cancellation) =>
        link.SendAsync(new AddConversationReport(conversation, reason), cancellation);

    public Task<Result<ResponseStatusMessage>> ReportAsync(UserId user, string reason, CancellationToken cancellation) =>
        link.SendAsync(new AddUserReport(reason, user), cancellation);
}
