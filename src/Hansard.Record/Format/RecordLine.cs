using System.Buffers;
using System.Text.Json;

namespace Hansard.Record.Format;

/// <summary>
/// One line of the record: the documented fields, the members that its type has beside them, and what is ours under <c>hansard</c>
/// (null only in records that other software wrote).
/// </summary>
/// <param name="MessageId">See <see cref="LineIds"/>; <c>id</c> in older records.</param>
/// <param name="MessageType">A number of <see cref="Format.MessageType"/>, or one that this version does not know.</param>
/// <param name="TimestampMicroseconds">Since 1970-01-01T00:00Z.</param>
/// <param name="Time">The same for people, in the recorder's zone.</param>
/// <param name="Sender">A name of the recorder's directory, else the userId.</param>
/// <param name="Receiver">The other person of a dialog, where the type names him.</param>
/// <param name="GroupId"><c>vgroupid</c>.</param>
/// <param name="Members">In ordinal order: <c>message</c>, <c>control</c>, <c>file</c> ….</param>
public sealed record RecordLine(
    string MessageId,
    int MessageType,
    long TimestampMicroseconds,
    string Time,
    string Sender,
    string? Receiver,
    string GroupId,
    IReadOnlyList<LineMember> Members,
    HansardMember? Hansard)
{
    /// <summary>The member of that name, or null.</summary>
    public CanonicalJson? this[string name] => Members.Find(name);

    /// <summary>
    /// The name, without folders, of the file in the record's attachments that the line is about; empty where it has none yet, null where the line
    /// names none.
    /// </summary>
    public string? AttachmentFile =>
        this["file"]?.Parse() is { ValueKind: JsonValueKind.Object } file && file.TryGetProperty("localfilename", out var local) && local.ValueKind == JsonValueKind.String
            ? Path.GetFileName(local.GetString()) : null;

    /// <summary>Appends the line without its line feed.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new CanonicalWriter(output);
        writer.StartObject();
        var merge = new MemberMerge(writer, Members);
        if (Hansard is not null)
        {
            merge.Key("hansard");
            Hansard.Write(writer, TimestampMicroseconds);
        }
        merge.Member("message_id", MessageId);
        merge.Member("msg_ts", LineTimes.MessageTimestamp(TimestampMicroseconds));
        merge.Member("msgtype", MessageType);
        merge.Member("receiver", Receiver);
        merge.Member("sender", Sender);
        merge.Member("time", Time);
        merge.Member("vgroupid", GroupId);
        merge.Rest();
        writer.EndObject();
    }

    /// <summary>The line without its line feed.</summary>
    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
