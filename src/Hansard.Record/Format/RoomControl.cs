namespace Hansard.Record.Format;

/// <summary>A room as a line tells it. Names are those that the line's <c>sender</c> would have.</summary>
/// <param name="Masters">Those who may change the room; they are members too.</param>
/// <param name="BurnOnReadSeconds">From reading until a message is gone; 0 for never.</param>
/// <param name="TtlSeconds">Until a message expires; 0 for never.</param>
public sealed record RoomParameters(
    string Title, string Description, IReadOnlyList<string> Masters, IReadOnlyList<string> Members, long BurnOnReadSeconds, long TtlSeconds);

/// <summary>A file that a room keeps: <c>filevaultinfo</c>.</summary>
public sealed record SavedItem(string FileHash, string Guid, string Key);

/// <summary>The <c>control</c> members of lines about a room itself, or about a message in it.</summary>
public static class RoomControl
{
    /// <summary>For <see cref="MessageType.RoomCreated"/>: everything that a room has when it is made.</summary>
    public static LineMember Created(RoomParameters room) =>
        Parameters(MessageType.RoomCreated, RoomChange.Masters | RoomChange.Ttl | RoomChange.Title | RoomChange.Description | RoomChange.BurnOnRead, room, null);

    /// <summary>For <see cref="MessageType.RoomParametersChanged"/>: the room after the change, and what of it changed.</summary>
    public static LineMember Changed(RoomChange change, RoomParameters room, SavedItem? saved = null) =>
        Parameters(MessageType.RoomParametersChanged, change, room, saved);

    /// <summary>For <see cref="MessageType.RoomMembersChanged"/>: both lists are always present.</summary>
    public static LineMember MembersChanged(IReadOnlyList<string> added, IReadOnlyList<string> deleted) =>
        Control(writer =>
        {
            writer.Member("addedusers", added);
            writer.Member("deletedusers", deleted);
            writer.Member("msgtype", MessageType.RoomMembersChanged);
        });

    /// <summary>For <see cref="MessageType.MessageDeleted"/>.</summary>
    /// <param name="isRecall">By its author; else by somebody who may delete what others wrote.</param>
    public static LineMember MessageDeleted(string messageId, bool isRecall) =>
        Control(writer =>
        {
            writer.Member("isrecall", isRecall);
            writer.Member("msgid", messageId);
            writer.Member("msgtype", MessageType.MessageDeleted);
        });

    /// <summary>For <see cref="MessageType.MessageAttributes"/>.</summary>
    public static LineMember Starred(string messageId, bool isStarred) =>
        Control(writer =>
        {
            writer.Key("attributes");
            writer.StartArray();
            writer.StartObject();
            writer.Member("isstarred", isStarred);
            writer.Member("msgid", messageId);
            writer.EndObject();
            writer.EndArray();
            writer.Member("msgtype", MessageType.MessageAttributes);
        });

    /// <summary>For <see cref="MessageType.MessagePinned"/>.</summary>
    public static LineMember Pinned(string messageId, bool pinned) =>
        Control(writer =>
        {
            writer.Member("msgid", messageId);
            writer.Member("msgtype", MessageType.MessagePinned);
            writer.Member("pinned", pinned);
        });

    private static LineMember Parameters(int messageType, RoomChange change, RoomParameters room, SavedItem? saved) => Control(writer =>
    {
        writer.Member("bor", room.BurnOnReadSeconds);
        writer.Member("changemask", (long)change);
        writer.Member("description", room.Description);
        if (saved is not null) Vault(writer, saved);
        writer.Member("masters", room.Masters);
        writer.Member("members", room.Members);
        writer.Member("msgtype", messageType);
        writer.Member("title", room.Title);
        writer.Member("ttl", room.TtlSeconds);
    });

    private static void Vault(CanonicalWriter writer, SavedItem saved)
    {
        writer.Key("filevaultinfo");
        writer.StartObject();
        writer.Member("filehash", saved.FileHash);
        writer.Member("guid", saved.Guid);
        writer.Member("key", saved.Key);
        writer.EndObject();
    }

    private static LineMember Control(Action<CanonicalWriter> write) => LineMember.Object("control", write);
}
