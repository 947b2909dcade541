using Hansard.Server.Connections;

namespace Hansard.Server.Push;

/// <summary>An application that can be pushed.</summary>
internal sealed record PushTarget(long ApplicationKey, long UserKey, string DeviceToken)
{
    public bool IsOnline(ConnectionDirectory connections)
    {
        foreach (Connection connection in connections.Of(UserKey))
            if (connection.Caller!.ApplicationKey == ApplicationKey)
                return true;
        return false;
    }

    /// <summary>Where messages go is a secret.</summary>
    public override string ToString() => $"application {ApplicationKey}";
}
