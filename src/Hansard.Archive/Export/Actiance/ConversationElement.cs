using System.Globalization;
using System.Xml;

namespace Hansard.Archive.Export.Actiance;

/// <summary>One <c>Conversation</c> that is being written. Times are milliseconds since 1970.</summary>
internal sealed class ConversationElement
{
    private const int MicrosecondsPerMillisecond = 1_000;

    private readonly XmlWriter xml;
    private readonly string room;
    private readonly HashSet<string> present = [];
    private IReadOnlyList<string>? met;
    private long latest;

    private ConversationElement(XmlWriter xml, string room, long start) => (this.xml, this.room, latest) = (xml, room, start);

    public static ConversationElement Begin(XmlWriter xml, ExportItem first)
    {
        var title = Printable.OneLine(first.Room.Title);
        ConversationElement begun = new(xml, Printable.Of(first.Line.Group), first.Line.Timestamp);
        xml.WriteStartElement("Conversation");
        xml.WriteAttributeString("Perspective", title.Length > 0 ? title : begun.room);
        begun.Field("RoomID", begun.room);
        begun.Field("StartTimeUTC", Milliseconds(first.Line.Timestamp));
        // Those who come or go with the first line do so there: the room is told as it was after it.
        foreach (var member in first.Room.Members.Except(first.Line.Members?.Came ?? []).Concat(first.Line.Members?.Gone ?? [])) begun.Enter(member, first.Line.Timestamp);
        return begun;
    }

    public void Write(ExportItem item)
    {
        var line = item.Line;
        if (line.Kind != LineKind.Removed) latest = Math.Max(latest, line.Timestamp);
        // A line that was not selected may have changed who is there.
        if (line.Members is null && line.Group.Length > 0) Meet(item.Room.Members, line.Timestamp);
        if (line.Members is not null) met = null;
        foreach (var member in line.Members?.Came ?? []) Enter(member, line.Timestamp);
        Message(item);
        if (line.Kind == LineKind.File) Transfer(item);
        foreach (var member in line.Members?.Gone ?? []) Leave(member, line.Timestamp);
    }

    public void End()
    {
        foreach (var member in present.Order(StringComparer.Ordinal).ToArray()) Leave(member, latest);
        Field("EndTimeUTC", Milliseconds(latest));
        xml.WriteEndElement();
    }

    private void Meet(IReadOnlyList<string> members, long timestamp)
    {
        // Most lines find the same people as the one before.
        if (ReferenceEquals(members, met)) return;
        met = members;
        if (members.Count == present.Count && members.All(present.Contains)) return;
        foreach (var gone in present.Except(members).Order(StringComparer.Ordinal).ToArray()) Leave(gone, timestamp);
        foreach (var come in members) Enter(come, timestamp);
    }

    private void Enter(string member, long timestamp)
    {
        if (present.Add(member)) Participant("ParticipantEntered", member, timestamp);
    }

    private void Leave(string member, long timestamp)
    {
        if (present.Remove(member)) Participant("ParticipantLeft", member, timestamp);
    }

    private void Participant(string element, string member, long timestamp)
    {
        xml.WriteStartElement(element);
        Person(member, timestamp);
        Field("ConversationID", room);
        Field("CorporateEmailID", Printable.OneLine(member));
        xml.WriteEndElement();
    }

    private void Message(ExportItem item)
    {
        var line = item.Line;
        xml.WriteStartElement("Message");
        Field("MessageId", Printable.Of(line.MessageId));
        Person(line.Sender, line.Timestamp);
        if (item.Deletion is { } deletion) Updated("Deleted", deletion);
        else if (item.Edits.LastOrDefault() is { } edit) Updated("EditedOriginalMsg", edit);
        else if (line.Kind == LineKind.Edited) Field("UpdatedType", "EditedNewMsg");
        Field("Content", Printable.Of(Content(item)));
        xml.WriteEndElement();
    }

    private void Updated(string type, ShownLine by)
    {
        Field("UpdatedType", type);
        Field("UpdatedDateTimeUTC", Milliseconds(by.Timestamp));
        if (by.Kind == LineKind.Edited) Field("EditedNewMsgId", Printable.Of(by.MessageId));
    }

    /// <summary>What was said, and on lines below what became of it, so that nothing of it is lost in an archive that knows no such thing.</summary>
    private static string Content(ExportItem item)
    {
        var notes = ItemNotes.Of(item).ToArray();
        return notes.Length == 0 ? item.Line.Text : $"{item.Line.Text}\n{string.Join('\n', notes.Select(note => $"[{note.Text}]"))}";
    }

    private void Transfer(ExportItem item)
    {
        foreach (var element in (ReadOnlySpan<string>)["FileTransferStarted", "FileTransferEnded"])
        {
            xml.WriteStartElement(element);
            Person(item.Line.Sender, item.Line.Timestamp);
            Field("UserFileName", Printable.OneLine(item.Line.File!.Name));
            Field("FileName", item.Attachment is { } copy ? $"attachments/{Printable.OneLine(copy.Name)}" : "");
            if (element == "FileTransferEnded") Field("Status", item.Attachment is null ? "Failed" : "Completed");
            xml.WriteEndElement();
        }
    }

    private void Person(string name, long timestamp)
    {
        Field("LoginName", Printable.OneLine(name));
        Field("UserType", "user");
        Field("DateTimeUTC", Milliseconds(timestamp));
    }

    private void Field(string name, string value) => xml.WriteElementString(name, value);

    private static string Milliseconds(long timestamp) => (timestamp / MicrosecondsPerMillisecond).ToString(CultureInfo.InvariantCulture);
}
