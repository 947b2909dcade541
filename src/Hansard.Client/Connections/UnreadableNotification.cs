using Hansard.Protocol;

namespace Hansard.Client.Connections;

/// <summary>Stands in the stream for a notification that this version cannot read, so that it is seen rather than lost.</summary>
public sealed record UnreadableNotification(string Name, string Description) : INotification
{
    public static string Type => nameof(UnreadableNotification);
}
