namespace Hansard.Record.Format;

/// <summary>The <c>control</c> members of lines about a room itself. Names are those that the line's <c>sender</c> would have.</summary>
public static class RoomControl
{
    /// <summary>Everything that a room has when it is made: masters 1, ttl 2, title 4, description 8, burn on read 32.</summary>
    private const int AllParameters = 47;

    /// <summary>For <see cref="MessageType.RoomCreated"/>.</summary>
    /// <param name="masters">Those who may change the room; they are members too.</param>
    /// <param name="burnOnReadSeconds">0 for never.</param>
    /// <param name="ttlSeconds">Until a message expires; 0 for never.</param>
    public static LineMember Created(
        string title, string description, IReadOnlyList<string> masters, IReadOnlyList<string> members, long burnOnReadSeconds, long ttlSeconds) =>
        Control(writer =>
        {
            writer.Member("bor", burnOnReadSeconds);
            writer.Member("changemask", AllParameters);
            writer.Member("description", description);
            writer.Member("masters", masters);
            writer.Member("members", members);
            writer.Member("msgtype", MessageType.RoomCreated);
            writer.Member("title", title);
            writer.Member("ttl", ttlSeconds);
        });

    /// <summary>For <see cref="MessageType.RoomMembersChanged"/>: both lists are always present.</summary>
    public static LineMember MembersChanged(IReadOnlyList<string> added, IReadOnlyList<string> deleted) =>
        Control(writer =>
        {
            writer.Member("addedusers", added);
            writer.Member("deletedusers", deleted);
            writer.Member("msgtype", MessageType.RoomMembersChanged);
        });

    private static LineMember Control(Action<CanonicalWriter> write) => new("control", CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        write(writer);
        writer.EndObject();
    }));
}
