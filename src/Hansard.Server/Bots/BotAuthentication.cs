using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Hansard.Protocol;
using Hansard.Protocol.Bots;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Networks;
using Hansard.Server.Storage;
using Hansard.Shared;

namespace Hansard.Server.Bots;

/// <summary>
/// RequestBotChallenge and RequestBotAuthentication. A nonce is good on its own connection, for the bot that asked, once and for a minute: a
/// signature that somebody has seen opens nothing.
/// </summary>
internal sealed class BotAuthentication(TimeProvider time)
{
    private sealed record Challenge(UserId UserId, ApplicationUuid Uuid, string NonceBase64, DateTimeOffset At);

    private static readonly Failure Refused = Failure.Unauthenticated("There is no such bot, its signature is wrong, or its challenge is too old or used.");
    private static readonly Failure Retired = Failure.Forbidden("This bot was retired.");
    private static readonly Failure SomebodyElse = Failure.Forbidden("This connection is signed in already; open another one.");

    /// <summary>The latest challenge of each connection; it goes when the connection does.</summary>
    private readonly ConditionalWeakTable<Connection, Challenge> challenges = [];

    public Result<ResponseBotChallenge> Ask(RequestBotChallenge request, Connection connection)
    {
        string nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Limits.BotChallengeBytes));
        challenges.AddOrUpdate(connection, new Challenge(request.UserId, request.Uuid, nonce, time.GetUtcNow()));
        return new ResponseBotChallenge(nonce);
    }

    public Failure? Answer(RequestBotAuthentication request, Connection connection, Batch batch)
    {
        if (!challenges.TryGetValue(connection, out Challenge? challenge)) return Refused;
        // Requests of a connection wait for each other here, so nobody finds it a second time; a batch that is done again does.
        batch.Announce(new AfterCommit(() => challenges.Remove(connection)));
        if (challenge.UserId != request.UserId || challenge.Uuid != request.Uuid) return Refused;
        if (time.GetUtcNow() - challenge.At >= TimeSpan.FromSeconds(Limits.BotChallengeSeconds)) return Refused;
        if (BotStore.Find(batch.Sql, connection.Network, request.UserId) is not { } bot || bot.Uuid != request.Uuid.Value) return Refused;
        if (!IsSigned(request, connection.Network, bot, challenge)) return Refused;
        if (bot.State == BotStates.Retired) return Retired;
        if (bot.State == BotStates.Pending) return Failure.Forbidden(Waiting(connection.Network, bot));
        if (connection.Caller is not null) return SomebodyElse;

        ApplicationStore.LoggedIn(batch.Sql, bot.ApplicationKey, batch.NowMs);
        UserStore.LoggedIn(batch.Sql, bot.UserKey, batch.NowMs);
        Caller caller = new(connection.Network, bot.IsRecorder != 0 ? CallerKind.Recorder : CallerKind.Bot,
            bot.UserKey, request.UserId, bot.ApplicationKey, new(bot.DeviceId), connection.Id);
        batch.Announce(new AfterCommit(() => connection.SignIn(caller)));
        return null;
    }

    private static bool IsSigned(RequestBotAuthentication request, Network network, StoredBot bot, Challenge challenge)
    {
        Span<byte> signature = stackalloc byte[Ed25519.SignatureBytes];
        return Convert.TryFromBase64String(request.SignatureBase64, signature, out int length)
            && Ed25519.Verify(bot.SigningKey, BotLogin.SignedText(network.Name, request.UserId, challenge.NonceBase64), signature[..length]);
    }

    private static string Waiting(Network network, StoredBot bot) =>
        $"This bot waits for approval: hansard network bot approve {network.Name} {bot.UserName} --signing-key {bot.SigningKeyHex}";
}
