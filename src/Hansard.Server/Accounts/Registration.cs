using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Networks;
using Hansard.Server.Storage;

namespace Hansard.Server.Accounts;

/// <summary>RequestRegisterApplication and RequestConfirmRegistration: an installation becomes that of a number's owner.</summary>
internal sealed class Registration(Confirmations confirmations)
{
    /// <summary>Names of devices and systems, in characters.</summary>
    private const int DetailCharactersMaximum = 256;

    private static readonly Failure StillLeaving = Failure.TooManyRequests("The former user of this number is still being deleted; try again shortly.");

    private const long UnconfirmedKeptMs = 24 * 3_600_000L;

    public Failure? Register(RequestRegisterApplication request, Connection connection, Batch batch)
    {
        if (Malformed(request) is { } malformed) return malformed;
        if (connection.Network.Settings.RequireSecret && request.SecretBase64 is null)
            return Failure.Invalid("This network requires secretBase64: use an application that sends one.");

        DbConnection sql = batch.Sql;
        if (confirmations.Spend(batch, connection, request.UserId) is { } spent) return spent;
        long userKey = UserStore.Expect(sql, connection.Network, request.UserId, batch.NowMs);
        if (DepartureStore.IsUnderWay(sql, userKey)) return StillLeaving;
        ApplicationStore.DropUnconfirmed(sql, userKey, batch.NowMs - UnconfirmedKeptMs);
        InstallationDetails details = new(request.ApplicationType, request.Model, request.OsVersion, request.Vendor,
            SecretHash(request.SecretBase64) is { } hash ? Convert.ToHexStringLower(hash) : null);
        StoredApplication? application = ApplicationStore.Find(sql, connection.Network, request.UserId, request.Uuid);
        if (application is { IsDeleted: true }) return Failure.Forbidden("This application was deleted; register with a new uuid.");
        if (application is null) ApplicationStore.Add(sql, userKey, request.Uuid, details, batch.NowMs);

        CodeSubject subject = new(connection.Network, userKey, request.UserId, request.Uuid, CodePurposes.Registration);
        confirmations.Ask(batch, subject, request.OpenUserId, request.AndroidSmsToken, JsonSerializer.Serialize(details, AccountsJson.Default.InstallationDetails),
            send: AdmissionStore.Admits(sql, connection.Network, request.UserId));
        return null;
    }

    public Failure? Confirm(RequestConfirmRegistration request, Connection connection, Batch batch)
    {
        DbConnection sql = batch.Sql;
        if (ApplicationStore.Find(sql, connection.Network, request.UserId, request.Uuid) is not { IsDeleted: false } application) return Confirmations.WrongCode;
        CodeSubject subject = new(connection.Network, application.UserKey, request.UserId, request.Uuid, CodePurposes.Registration);
        // Whoever is not admitted has been sent no code, but could guess one.
        if (confirmations.Redeem(batch, subject, request.SmsCode) is not { } pending || !AdmissionStore.Admits(sql, connection.Network, request.UserId)) return Confirmations.WrongCode;
        int most = connection.Network.Settings.Limits.ApplicationsPerUser;
        if (!application.IsConfirmed && ApplicationStore.CountConfirmed(sql, application.UserKey) >= most)
            return Failure.Conflict($"You have {most} applications already; delete one of them first.");

        InstallationDetails details = JsonSerializer.Deserialize(pending, AccountsJson.Default.InstallationDetails)!;
        ApplicationStore.Confirm(sql, application.Id, details, new DeviceId(Guid.NewGuid().ToString()));
        UserStore.Registered(sql, application.UserKey, batch.Now);
        return null;
    }

    private static Failure? Malformed(RequestRegisterApplication request)
    {
        if (!PhoneNumbers.TryUserIdOf(request.OpenUserId, out UserId userId)) return Confirmations.NoNumber;
        if (userId != request.UserId) return Failure.Invalid("userId must be the hash of openUserId.");
        if (CodeText.MalformedToken(request.AndroidSmsToken) is { } malformedToken) return malformedToken;
        if (request.SecretBase64 is { } secret && !IsSecret(secret)) return Failure.Invalid($"secretBase64 must be base64 of {Limits.ApplicationSecretBytes} bytes.");
        string[] details = [request.ApplicationType, request.Model, request.OsVersion, request.Vendor];
        return details.Any(detail => detail.Length > DetailCharactersMaximum)
            ? Failure.Invalid($"applicationType, model, osVersion and vendor have at most {DetailCharactersMaximum} characters.")
            : null;
    }

    private static bool IsSecret(string secret) => Base64.IsValid(secret, out int bytes) && bytes == Limits.ApplicationSecretBytes;

    /// <summary>The secret is random, so a plain hash keeps it; null for none or for one that is not base64.</summary>
    public static byte[]? SecretHash(string? secretBase64) =>
        secretBase64 is not null && IsSecret(secretBase64) ? SHA256.HashData(Convert.FromBase64String(secretBase64)) : null;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InstallationDetails))]
[JsonSerializable(typeof(PendingKeys))]
internal sealed partial class AccountsJson : JsonSerializerContext;
