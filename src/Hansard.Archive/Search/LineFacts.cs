using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>A person as a line names him.</summary>
/// <param name="UserId">Null where the line has only a name.</param>
internal readonly record struct NamedPerson(string? UserId, string? Name);

/// <summary>What a line changes about who is in its conversation.</summary>
internal enum Attendance
{
    /// <summary>From here on nobody is known to be in it: it begins, or ends.</summary>
    Cleared,
    In,
    Master,
    Out,
}

/// <summary>Everything that the index keeps of one line.</summary>
/// <param name="Conversation">Empty for a line about none.</param>
/// <param name="MessageId">Of the line.</param>
/// <param name="Target">The <c>message_id</c> of an earlier message that the line is about; null for none.</param>
/// <param name="Named">Whom it names beside its sender.</param>
/// <param name="Attends">In the order in which it happened.</param>
/// <param name="Title">That the conversation has from here on; null where the line sets none.</param>
/// <param name="Speaks">Its sender was in the conversation: he wrote or read there.</param>
/// <param name="Text">What people can look for, parts on lines of their own.</param>
internal sealed record LineFacts(
    LinePosition Position, long Timestamp, int Type, string Status, string Conversation, string GroupId, string MessageId, string? Target,
    NamedPerson Sender, string? Receiver, IReadOnlyList<NamedPerson> Named, IReadOnlyList<(Attendance Change, NamedPerson Person)> Attends, string? Title, bool Speaks, string Text);
