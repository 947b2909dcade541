using Hansard.Protocol;
using Hansard.Protocol.Devices;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Storage;

namespace Hansard.Server.Devices;

/// <summary>RequestUpdateDeviceTokenByApplication: where push messages to the caller's own application go; null ends them.</summary>
internal static class DeviceToken
{
    /// <summary>Today's tokens of FCM and APNs have up to 200 characters.</summary>
    private const int TokenCharactersMaximum = 4_096;

    private static readonly Failure NotYourApplication = Failure.Forbidden("uuid must be that of your own application.");

    public static Failure? Update(RequestUpdateDeviceTokenByApplication request, Caller caller, Batch batch)
    {
        if (request.UserId is { } userId && userId != caller.UserId) return Refusals.NotYourself;
        if (request.Uuid is { } uuid && ApplicationStore.Find(batch.Sql, caller.Network, caller.UserId, uuid)?.Id != caller.ApplicationKey) return NotYourApplication;
        if (request.Token is { Length: 0 or > TokenCharactersMaximum }) return Failure.Invalid($"token has from 1 to {TokenCharactersMaximum} characters, or is null.");
        ApplicationStore.SetDeviceToken(batch.Sql, caller.ApplicationKey, request.Token, batch.NowMs);
        return null;
    }
}
