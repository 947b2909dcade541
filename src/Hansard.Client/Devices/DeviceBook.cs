using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Devices;

namespace Hansard.Client.Devices;

/// <summary>Where the user is signed in.</summary>
internal sealed class DeviceBook(ApplicationUuid own, Link link)
{
    public async Task<Result<IReadOnlyList<Device>>> AllAsync(bool unconfirmedToo, CancellationToken cancellation)
    {
        var answer = await link.SendAsync(new RequestGetApplicationsFull(!unconfirmedToo), cancellation);
        return answer.Succeeded ? answer.Value.Applications.Select(View).ToList() : answer.Failure;
    }

    public Task<Result<ResponseStatusMessage>> DeleteAsync(ApplicationUuid device, CancellationToken cancellation) =>
        link.SendAsync(new RequestDeleteApplication(device), cancellation);

    public Task<Result<ResponseStatusMessage>> SetPushTokenAsync(string? token, CancellationToken cancellation) =>
        link.SendAsync(new RequestUpdateDeviceTokenByApplication(token, null, null), cancellation);

    public Device View(ApplicationView application) => new(
        application.Uuid, application.ApplicationType, application.Vendor, application.Model, application.OsVersion,
        DateTimeOffset.FromUnixTimeMilliseconds(application.Created), DateTimeOffset.FromUnixTimeMilliseconds(application.LastLogin), application.Online,
        application.Confirmed, application.Uuid == own);
}
