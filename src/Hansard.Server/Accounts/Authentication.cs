using System.Security.Cryptography;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Fanout;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>RequestAuthenticationByApplication: a connection becomes that of a confirmed application.</summary>
internal static class Authentication
{
    /// <summary>One wording for an unknown user, an unknown or deleted application and a wrong secret.</summary>
    private static readonly Failure Refused = Failure.Unauthenticated("This user has no such application, or its secret is wrong.");

    private static readonly Failure SomebodyElse = Failure.Forbidden("This connection is signed in already, as somebody else; open another one.");

    public static Failure? Handle(RequestAuthenticationByApplication request, Connection connection, Batch batch)
    {
        StoredApplication? application = ApplicationStore.Find(batch.Sql, connection.Network, request.UserId, request.Uuid);
        if (application is not { IsConfirmed: true, IsDeleted: false } || !HasSecret(application, request, connection)) return Refused;
        if (connection.Caller is { } caller) return caller.ApplicationKey == application.Id ? null : SomebodyElse;

        ApplicationStore.LoggedIn(batch.Sql, application.Id, batch.NowMs);
        UserStore.LoggedIn(batch.Sql, application.UserKey, batch.NowMs);
        Caller signedIn = new(connection.Network, CallerKind.Person, application.UserKey, request.UserId, application.Id, new(application.DeviceId!), connection.Id);
        batch.Announce(new AfterCommit(() => connection.SignIn(signedIn)));
        batch.Announce(WhoIsTold.Authenticated(application.UserKey,
            (application with { LastLoginMs = batch.NowMs }).View(own: false, online: true), connection.Id));
        return null;
    }

    /// <summary>An application that never gave a secret has none to show, unless its network requires one.</summary>
    private static bool HasSecret(StoredApplication application, RequestAuthenticationByApplication request, Connection connection) =>
        application.SecretHash is { } expected
            ? Registration.SecretHash(request.SecretBase64) is { } given && CryptographicOperations.FixedTimeEquals(expected, given)
            : !connection.Network.Settings.RequireSecret;
}
