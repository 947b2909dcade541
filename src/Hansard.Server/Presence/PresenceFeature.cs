using Hansard.Protocol.Presence;
using Hansard.Server.Dispatch;
using Hansard.Server.Settings;

namespace Hansard.Server.Presence;

/// <summary>The room's lines of the request table.</summary>
internal static class PresenceFeature
{
    /// <summary>The protocol's version, which clients compare with their own.</summary>
    private const string ServerVersion = "7.14";

    public static void Map(RequestTable table, Assets assets)
    {
        table.OpenQuery<RequestPing, ResponsePong>((_, connection) => new ResponsePong(ServerVersion, assets.Url(connection.Network.PublishedSettings.AndroidUrl) ?? ""));
        table.Overlapping<RequestTyping>(Access.Person, RateLimit.None, new Typing().Handle);
    }
}
