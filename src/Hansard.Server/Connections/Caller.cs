using Hansard.Protocol;
using Hansard.Server.Networks;

namespace Hansard.Server.Connections;

internal enum CallerKind
{
    Person,
    Bot,
    Recorder,
}

/// <summary>Who is signed in on a connection; <paramref name="DeviceId"/> is the public name of the device, never its uuid.</summary>
internal sealed record Caller(
    Network Network, CallerKind Kind, long UserKey, UserId UserId, long ApplicationKey, DeviceId DeviceId, long ConnectionId);
