using Hansard.Protocol.Presence;
using Hansard.Server.Dispatch;

namespace Hansard.Server.Presence;

/// <summary>The room's lines of the request table.</summary>
internal static class PresenceFeature
{
    /// <summary>The protocol's version, which clients compare with their own.</summary>
    private const string ServerVersion = "7.14";

    public static void Map(RequestTable table)
    {
        table.OpenQuery<RequestPing, ResponsePong>((_, _) => new ResponsePong(ServerVersion, ""));
        table.Overlapping<RequestTyping>(Access.Person, RateLimit.None, new Typing().Handle);
    }
}
