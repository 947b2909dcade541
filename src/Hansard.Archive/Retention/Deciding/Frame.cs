using Hansard.Archive.Search;
using Hansard.Record.Format;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>A line that says who is in a conversation. Without it nobody could tell later whose lines a hold keeps.</summary>
/// <param name="Changes">In the order in which they happened.</param>
internal sealed record Frame(string Conversation, long Seq, long Timestamp, bool IsCreation, bool IsDeletion, bool IsDialog, IReadOnlyList<(Attendance Change, NamedPerson Person)> Changes)
{
    /// <summary>Null for a line that is none.</summary>
    public static Frame? Of(LineFacts line, KnownNames names) => line.Conversation.Length > 0 && line.Attends.Count > 0
        ? new Frame(
            names.One(line.Conversation), line.Position.Seq, line.Timestamp, line.Type == MessageType.RoomCreated, line.Type == MessageType.RoomDeleted, IsDialogGroup(line.GroupId),
            [.. line.Attends.Select(change => (change.Change, names.One(change.Person)))])
        : null;

    /// <summary>A room's <c>vgroupid</c> begins with this; so does that of a dialog of which the recorder has not seen the beginning.</summary>
    public static bool IsDialogGroup(string groupId) => !groupId.StartsWith('S');
}
