using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>Asks the owner of a number, by text message, whether he means it; what he was asked for takes effect when he sends the code back.</summary>
internal sealed class Confirmations(Codes codes, CodeBudgets budgets, CodeSender sender)
{
    public static readonly Failure NoNumber = Failure.Invalid("openUserId must be a telephone number in E.164 form.");

    /// <summary>One wording for a wrong, old, used or spent code and for a request that there never was: a guesser learns nothing.</summary>
    public static readonly Failure WrongCode = Failure.Forbidden("This code is not valid, or no longer; ask for a new one.");

    private static readonly Failure AnothersNumber = Failure.Forbidden("openUserId must be your own number.");

    /// <inheritdoc cref="CodeBudgets.Spend"/>
    public Failure? Spend(Batch batch, Connection connection, UserId userId) => budgets.Spend(batch, connection, userId);

    /// <summary>Sends a code once the batch is committed.</summary>
    /// <param name="pending">What takes effect when it comes back.</param>
    /// <param name="send">False for a code that never comes; all else is the same, and takes as long.</param>
    public void Ask(Batch batch, CodeSubject subject, string number, string? androidSmsToken, string pending, bool send = true)
    {
        string code = codes.Issue(batch, subject, pending);
        CodeMessage message = new(number, CodeText.For(subject.Purpose, code, androidSmsToken), code, DateTimeOffset.FromUnixTimeMilliseconds(batch.NowMs));
        if (send) batch.Announce(new AfterCommit(() => sender.Send(message)));
    }

    /// <summary>The same for somebody who is signed in, about himself.</summary>
    public Failure? Ask(Batch batch, Connection connection, string purpose, string number, string? androidSmsToken, string pending)
    {
        Caller caller = connection.Caller!;
        if (!PhoneNumbers.TryUserIdOf(number, out UserId userId)) return NoNumber;
        if (userId != caller.UserId) return AnothersNumber;
        if (CodeText.MalformedToken(androidSmsToken) is { } malformed) return malformed;
        if (Spend(batch, connection, caller.UserId) is { } spent) return spent;
        Ask(batch, Subject(batch, caller, purpose), number, androidSmsToken, pending);
        return null;
    }

    /// <inheritdoc cref="Codes.Redeem"/>
    public string? Redeem(Batch batch, CodeSubject subject, string code) => codes.Redeem(batch, subject, code);

    /// <summary>The same for somebody who is signed in: the application that asked must be the one that confirms.</summary>
    public string? Redeem(Batch batch, Caller caller, string purpose, string code) => codes.Redeem(batch, Subject(batch, caller, purpose), code);

    private static CodeSubject Subject(Batch batch, Caller caller, string purpose) =>
        new(caller.Network, caller.UserKey, caller.UserId, ApplicationStore.UuidOf(batch.Sql, caller.ApplicationKey), purpose);
}
