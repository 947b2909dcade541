using Hansard.Protocol;
using Hansard.Protocol.Frames;

namespace Hansard.Client.Connections;

/// <summary>Stands in the stream for a notification that this version cannot read, so that it is seen rather than lost.</summary>
public sealed record UnreadableNotification(string Name, string Description) : INotification
{
    public static string Type => nameof(UnreadableNotification);

    /// <summary>What a frame of the server tells, if it can be read.</summary>
    public static INotification Or(WireType type, Frame frame) => !type.TryRead(frame.Body, out var body, out var description)
        ? new UnreadableNotification(frame.Type, description)
        : body as INotification ?? new UnreadableNotification(frame.Type, "It is no notification.");
}
