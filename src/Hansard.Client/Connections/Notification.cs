using Hansard.Protocol;

namespace Hansard.Client.Connections;

/// <summary>Carries a notification through channels and streams, whose type arguments an interface with static members may not be.</summary>
public readonly struct Notification(INotification body)
{
    public INotification Body { get; } = body;
}
