using System.Security.Cryptography;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Journal;
using Hansard.Protocol.Settings;
using Hansard.Server.Admin;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Journal;
using Hansard.Server.Networks;
using Hansard.Server.SessionKeys;
using Hansard.Server.Storage;

namespace Hansard.Server.Bots;

/// <summary>
/// What operators do to bots. A recorder that comes or goes closes every current session key of its network, so that nothing more is said under
/// a key that one recorder lacks or a former one has.
/// </summary>
internal sealed class BotCommands(NetworkDirectory networks, ConnectionDirectory connections, Eraser eraser)
{
    public Result<BotList> List(ListBots call, Batch batch) => networks.Find(call.Network) is { } network
        ? new BotList([.. BotStore.AllOf(batch.Sql, network).Select(bot => Report(network, bot))])
        : NetworkCommands.NoNetwork(call.Network);

    public Result<BotReport> Show(ShowBot call, Batch batch) =>
        Find(call.Network, call.UserName, batch, out Network network, out StoredBot bot) ?? (Result<BotReport>)Report(network, bot);

    public Result<BotReport> Approve(ApproveBot call, Batch batch)
    {
        if (Find(call.Network, call.UserName, batch, out Network network, out StoredBot bot) is { } missing) return missing;
        if (!bot.SigningKeyHex.Equals(call.SigningKeyHex, StringComparison.OrdinalIgnoreCase))
            return Failure.Conflict($"{bot.UserName} announced itself with another signing key: {bot.SigningKeyHex}. Compare it on the bot's own host.");
        if (bot.State == BotStates.Retired) return Failure.Conflict($"{bot.UserName} was retired, and stays so.");
        if (bot.State == BotStates.Active && call.Recorder == (bot.IsRecorder != 0)) return Report(network, bot);
        if (bot.State == BotStates.Active) return Failure.Conflict($"{bot.UserName} is active already as {(bot.IsRecorder != 0 ? "a recorder" : "an ordinary bot")}.");
        if (network.Settings.HasEnded) return Failure.Conflict($"{network.Name} is being deleted.");
        if (call.Recorder && RecorderRefusal(call, network, bot) is { } refusal) return refusal;

        BotStore.Approve(batch.Sql, bot.UserKey, call.Recorder ? call.SignatureBase64 : null, network.WritingHead.Sequence, batch.Now);
        if (call.Recorder)
        {
            batch.Record(network, FactDraft.OfNetwork(new RecorderAdded(new(bot.UserId), bot.UserName, new(bot.KeyPairUuid))));
            RecordersChanged(network, batch, ClosingReasons.RecorderAdded);
        }
        return Report(network, BotStore.Find(batch.Sql, network, new(bot.UserId))!);
    }

    public Result<BotReport> Retire(RetireBot call, Batch batch)
    {
        if (Find(call.Network, call.UserName, batch, out Network network, out StoredBot bot) is { } missing) return missing;
        if (bot.State == BotStates.Retired) return Report(network, bot);
        if (network.Settings.IsBeingRemoved) return Failure.Conflict($"{network.Name} is being removed, with its bots.");
        BotStore.Retire(batch.Sql, bot.UserKey);
        if (bot is { State: BotStates.Active, IsRecorder: not 0 })
        {
            batch.Record(network, FactDraft.OfNetwork(new RecorderRetired(new(bot.UserId))));
            RecordersChanged(network, batch, ClosingReasons.RecorderRetired);
            eraser.EraseDue(batch, network);
        }
        batch.Announce(new AfterCommit(() =>
        {
            foreach (Connection connection in connections.Of(bot.UserKey)) connection.End();
        }));
        return Report(network, bot with { State = BotStates.Retired });
    }

    private static void RecordersChanged(Network network, Batch batch, string reason)
    {
        batch.Change(network, network.Settings with { Recorders = NetworkStore.Recorders(batch.Sql, network.Id) });
        foreach ((long conversationId, ConversationUuid uuid, SessionKeyUuid key) in SessionKeyStore.CloseCurrent(batch.Sql, network, reason))
            batch.Record(network, FactDraft.OfNetwork(new SessionKeyClosed(key, reason, null)) with { ConversationId = conversationId, ConversationUuid = uuid });
        batch.Conversations.ForgetAll();
    }

    private static Failure? RecorderRefusal(ApproveBot call, Network network, StoredBot bot)
    {
        if (network.Settings.AuthorityPublicKey is not { } authority) return Failure.Conflict($"{network.Name} has no authority key, which alone may name recorders.");
        if (network.Settings.Recorders.Count >= Limits.RecordersPerNetwork) return Failure.Conflict($"A network has at most {Limits.RecordersPerNetwork} recorders.");
        byte[] signed = RecorderNaming.SignedText(network.Name, new(bot.UserId), new(bot.KeyPairUuid), bot.PublicKey);
        return call.SignatureBase64 is { } signature && IsSigned(authority, signed, signature)
            ? null
            : Failure.Forbidden($"This is not the signature of {network.Name}'s authority key over {bot.UserName}.");
    }

    private static bool IsSigned(string authorityPem, byte[] text, string signatureBase64)
    {
        byte[] signature = new byte[signatureBase64.Length];
        if (!Convert.TryFromBase64String(signatureBase64, signature, out int length)) return false;
        using RSA authority = RSA.Create();
        authority.ImportFromPem(authorityPem);
        return authority.VerifyData(text, signature.AsSpan(0, length), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    private Failure? Find(string networkName, string userName, Batch batch, out Network network, out StoredBot bot)
    {
        bot = null!;
        network = networks.Find(networkName)!;
        if (network is null) return NetworkCommands.NoNetwork(networkName);
        bot = BotStore.Find(batch.Sql, network, UserIds.OfBot(network.Name, userName))!;
        return bot is null ? Failure.NotFound($"{network.Name} has no bot {userName}.") : null;
    }

    private static BotReport Report(Network network, StoredBot bot) => new(network.Name, bot.UserName, new(bot.UserId), bot.State, bot.IsRecorder != 0,
        new(bot.KeyPairUuid), bot.PublicKey, bot.SigningKeyHex, bot.Signature, bot.Acknowledged);
}
