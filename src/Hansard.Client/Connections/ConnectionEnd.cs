using System.Net.WebSockets;
using Hansard.Protocol;

namespace Hansard.Client.Connections;

/// <summary>Why a connection is over. <paramref name="Code"/> is the peer's close code, null when the socket broke or this side ended it.</summary>
public sealed record ConnectionEnd(WebSocketCloseStatus? Code, string Description)
{
    public Failure ToFailure() => ClientStatus.DisconnectedBecause(Description);
}
