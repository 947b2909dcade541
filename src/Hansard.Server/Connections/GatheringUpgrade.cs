using Microsoft.AspNetCore.Http.Features;

namespace Hansard.Server.Connections;

/// <summary>Puts a <see cref="GatheringStream"/> between Kestrel and the WebSocket that ASP.NET Core makes of an upgraded request.</summary>
internal sealed class GatheringUpgrade(IHttpUpgradeFeature inner) : IHttpUpgradeFeature
{
    /// <summary>The stream under the WebSocket, once there is one.</summary>
    public GatheringStream? Stream { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => Stream = new GatheringStream(await inner.UpgradeAsync());
}
