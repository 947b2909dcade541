using System.Text.Json;
using Hansard.Protocol;
using Hansard.Server.Bots;
using Hansard.Server.Moderation;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Admin;

/// <summary>An answer to a call: the JSON of what was asked for, or of the <see cref="Failure"/>.</summary>
internal readonly record struct AdminReply(bool Done, byte[] Json)
{
    public static AdminReply Refused(Failure failure) => new(false, JsonSerializer.SerializeToUtf8Bytes(failure, AdminJson.Of<Failure>()));
}

/// <summary>Every command of operators, one line each; the same whether it comes through the socket of a running server or from this process.</summary>
internal sealed class AdminDesk
{
    private readonly GroupCommit writer;
    private readonly Dictionary<string, Func<ReadOnlyMemory<byte>, Task<AdminReply>>> calls = [];

    public AdminDesk(GroupCommit writer, NetworkCommands networks, AdmissionCommands admission, BotCommands bots, ModeratorCommands moderators)
    {
        this.writer = writer;
        Map<CreateNetwork, NetworkCreated>(networks.Create);
        Map<ListNetworks, NetworkList>(networks.List);
        Map<ShowNetwork, NetworkReport>(networks.Show);
        Map<ChangeNetwork, NetworkReport>(networks.Change);
        Map<DeleteNetwork, NetworkReport>(networks.Delete);
        Map<AdmitUsers, AdmissionChanged>(admission.Admit);
        Map<DismissUsers, AdmissionChanged>(admission.Dismiss);
        Map<ListAdmitted, AdmittedUsers>(admission.List);
        Map<MakeBotPassword, BotPasswordMade>(networks.MakeBotPassword);
        Map<ListBots, BotList>(bots.List);
        Map<ShowBot, BotReport>(bots.Show);
        Map<ApproveBot, BotReport>(bots.Approve);
        Map<RetireBot, BotReport>(bots.Retire);
        Map<ListReports, ReportList>(moderators.List);
        Map<ShowReport, ReportView>(moderators.Show);
        Map<DecideReport, ReportView>(moderators.Decide);
        Map<MarkMessage, MessageMark>(moderators.Mark);
        Map<BlockUser, UserBlock>(moderators.BlockUser);
        Map<BlockConversation, ConversationBlock>(moderators.BlockConversation);
    }

    public Task<AdminReply> Handle(string name, ReadOnlyMemory<byte> json) => calls.TryGetValue(name, out var call)
        ? call(json)
        : Task.FromResult(AdminReply.Refused(Failure.Unsupported("This server does not know that command; it is older or newer than the one that sent it.")));

    private void Map<TCall, TAnswer>(Func<TCall, Batch, Result<TAnswer>> handle) where TCall : class, IAdminCall<TAnswer> =>
        calls.Add(typeof(TCall).Name, async json =>
        {
            if (Read<TCall>(json.Span) is not { } call) return AdminReply.Refused(Failure.Invalid("The command is not in the form that this server expects."));
            Result<TAnswer> answer = await writer.Run(batch => handle(call, batch));
            return answer.Succeeded
                ? new AdminReply(true, JsonSerializer.SerializeToUtf8Bytes(answer.Value, AdminJson.Of<TAnswer>()))
                : AdminReply.Refused(answer.Failure);
        });

    private static TCall? Read<TCall>(ReadOnlySpan<byte> json) where TCall : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, AdminJson.Of<TCall>());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
