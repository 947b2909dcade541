using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;

namespace Hansard.Archive.Tests.Export;

/// <summary>Lines of conversations as a recorder writes them, one after the other, with attachments on the disk.</summary>
internal sealed class Talk(RecordLayout layout)
{
    public const string Network = "default";

    /// <summary>2024-02-28T23:00Z, an hour before a day begins.</summary>
    private const long Start = 1_709_161_200_000_000;

    private const long MicrosecondsPerSecond = 1_000_000;

    private readonly List<RecordLine> lines = [];
    private long lastSeq;

    public IReadOnlyList<RecordLine> Lines => lines;

    /// <summary>Of the next line, in seconds after the first.</summary>
    public long Second { get; set; }

    private long NextSeq => lastSeq + 1;

    public string Say(string conversation, string sender, string text, string? receiver = null) =>
        Add(conversation, sender, MessageType.Text, [LineMember.Text("message", text)], receiver: receiver);

    public string Created(string conversation, string sender, string title, params string[] members) => Add(
        conversation, sender, MessageType.RoomCreated, [RoomControl.Created(new RoomParameters(title, "", [sender], [sender, .. members], 0, 0))],
        fact: Fact("conversationCreated", writer =>
        {
            writer.Member("admins", [IdOf(sender)]);
            writer.Member("members", members.Select(IdOf));
        }));

    /// <summary>One comes, or one goes.</summary>
    public string Changed(string conversation, string sender, string[] came, string[] gone) => Add(
        conversation, sender, MessageType.RoomMembersChanged, [RoomControl.MembersChanged(came, gone)],
        fact: Fact(came.Length > 0 ? "memberAdded" : "memberKicked", writer => writer.Member("memberUserId", IdOf(came.Concat(gone).Single()))));

    public string Renamed(string conversation, string sender, string title, params string[] members) => Add(
        conversation, sender, MessageType.RoomParametersChanged, [RoomControl.Changed(RoomChange.Title, new RoomParameters(title, "", [sender], members, 0, 0))], fact: Fact("conversationRenamed"));

    public string Left(string conversation, string sender) => Add(conversation, sender, MessageType.RoomLeft, [], fact: Fact("memberLeft"));

    public string Edited(string conversation, string sender, string target, string previous, string text) => Add(
        conversation, sender, MessageType.Edit, [Edit(target, writer => writer.Member("text", text), "text")], kept: [LineMember.Text("previous", previous)]);

    public string Deleted(string conversation, string sender, string target, bool isRecall) =>
        Add(conversation, sender, MessageType.MessageDeleted, [RoomControl.MessageDeleted(target, isRecall)], fact: Fact("messageDeleted"));

    public string Reacted(string conversation, string sender, string target, string emoji) => Add(
        conversation, sender, MessageType.Reaction,
        [Edit(target, writer =>
        {
            writer.Member("reactAdded", emoji.Length > 0);
            writer.Member("reaction", emoji);
        }, "reaction")]);

    public string Undecryptable(string conversation, string sender) =>
        Add(conversation, sender, MessageType.Generic, [], LineStatus.Undecryptable, [LineMember.Text("reason", "there is no key for it")]);

    /// <summary>What a line that could not be opened says after all.</summary>
    public void Completed(int line, string text)
    {
        var first = lines[line];
        lines.Add(first with
        {
            MessageType = MessageType.Text,
            Members = [LineMember.Text("message", text)],
            Hansard = first.Hansard! with { Position = first.Hansard.Position with { Revision = 1 }, Status = LineStatus.Captured, Members = [], Salt = NewSalt() },
        });
    }

    /// <param name="content">Null for a file that the recorder did not get.</param>
    /// <param name="isAltered">Another one is on the disk now.</param>
    public string Sent(string conversation, string sender, string fileName, string mime, byte[]? content, bool isAltered = false)
    {
        var local = "";
        if (content is not null)
        {
            local = Path.Combine(layout.AttachmentsFolder, string.Create(CultureInfo.InvariantCulture, $"attachment_{NextSeq}"));
            Directory.CreateDirectory(layout.AttachmentsFolder);
            File.WriteAllBytes(local, isAltered ? [.. content, 0] : content);
        }
        return Add(
            conversation, sender, MessageType.File,
            [LineMember.Object("file", writer =>
            {
                writer.Member("filename", fileName);
                writer.Member("guid", "G");
                writer.Member("localfilename", local);
            })],
            content is null ? LineStatus.AttachmentMissing : LineStatus.Captured,
            [LineMember.Object("attachment", writer =>
            {
                writer.Member("mime", mime);
                if (content is null) return;
                writer.Member("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));
                writer.Member("size", content.Length);
            })]);
    }

    public string Add(string conversation, string sender, int type, LineMember[] members, string status = LineStatus.Captured, LineMember[]? kept = null, string? receiver = null, LineMember? fact = null)
    {
        var seq = ++lastSeq;
        var timestamp = Start + Second++ * MicrosecondsPerSecond;
        var id = LineIds.OfFact(Network, conversation, seq);
        lines.Add(new RecordLine(
            id, type, timestamp, LineTimes.HumanTime(timestamp, TimeZoneInfo.Utc), sender, receiver, LineIds.OfGroup(Network, conversation, isDialog: receiver is not null), members,
            new HansardMember(new LinePosition(seq), Network, conversation, IdOf(sender), "d", status, NewSalt(), Tests.Log.Lines.ChainAt(seq),
                [.. (kept ?? []).Append(fact ?? Fact("messageAdded")).OrderBy(member => member.Name, StringComparer.Ordinal)])));
        return id;
    }

    private static string IdOf(string name) => $"id-of-{name}";

    private static LineMember Fact(string kind, Action<CanonicalWriter>? body = null) => LineMember.Object("fact", writer =>
    {
        writer.Key("body");
        writer.StartObject();
        body?.Invoke(writer);
        writer.EndObject();
        writer.Member("kind", kind);
    });

    private string NewSalt() => lines.Count.ToString("x32", CultureInfo.InvariantCulture);

    private static LineMember Edit(string target, Action<CanonicalWriter> write, string type) => LineMember.Object("edit", writer =>
    {
        writer.Member("originalmessageid", target);
        write(writer);
        writer.Member("type", type);
    });
}
