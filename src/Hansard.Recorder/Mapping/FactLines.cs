using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Feed;

namespace Hansard.Recorder.Mapping;

/// <summary>
/// Fact and content to lines. Pure: salt and state come from outside. Every line holds its fact whole, so that the journal can be followed in the
/// record; what has no documented type is the generic line, which loses nothing.
/// </summary>
/// <param name="nameOf">How a user is called in <c>sender</c>, <c>receiver</c> and <c>control</c>.</param>
internal sealed class FactLines
{
    private readonly Naming naming;
    private readonly TimeZoneInfo zone;
    private readonly RoomLines rooms;
    private readonly ContentLines contents;

    public FactLines(string network, TimeZoneInfo zone, Func<UserId, string> nameOf)
    {
        (naming, this.zone) = (new Naming(network, nameOf), zone);
        rooms = new RoomLines(naming);
        contents = new ContentLines(naming, rooms, new CallLines(naming));
    }

    /// <summary>The lines of a fact: one, or where its message has several files one for each.</summary>
    /// <param name="salt">Gives 16 random bytes in hex, others each time.</param>
    /// <param name="revision">0 as first recorded, n for its n-th completion.</param>
    public IReadOnlyList<RecordLine> Of(CheckedFact fact, Captured captured, LineScene scene, Func<string> salt, int revision = 0)
    {
        var parts = Document(fact, captured, scene);
        return [.. parts.Select((part, number) =>
            Line(fact, captured, part, scene, new LinePosition(fact.Fact.Seq, number, parts.Count, revision), salt()))];
    }

    private RecordLine Line(CheckedFact fact, Captured captured, Documented documented, LineScene scene, LinePosition position, string salt)
    {
        var envelope = fact.Fact;
        var uuid = envelope.ConversationUuid?.Value ?? "";
        var receiver = MessageType.NamesReceiver(documented.MessageType) ? scene.Conversation.Other(envelope.UserId) : null;
        return new RecordLine(
            fact.Message is { } message ? naming.MessageId(uuid, message.MessageUuid, position.Part) : LineIds.OfFact(naming.Network, uuid, envelope.Seq),
            documented.MessageType,
            envelope.Ts,
            LineTimes.HumanTime(envelope.Ts, zone),
            // What the network did by itself is said by the network.
            envelope.UserId is { } sender ? naming.NameOf(sender) : naming.Network,
            receiver is { } other ? naming.NameOf(other) : null,
            LineIds.OfGroup(naming.Network, uuid, scene.Conversation.IsDialog),
            documented.Members,
            new HansardMember(
                position, naming.Network, envelope.ConversationUuid?.Value, envelope.UserId?.Value, envelope.DeviceId?.Value,
                captured is Captured.Unopened ? LineStatus.Undecryptable : documented.Status, salt, fact.Chain,
                [.. KeptMembers.Of(fact, captured).Concat(documented.Kept).OrderBy(kept => kept.Name, StringComparer.Ordinal)]));
    }

    private IReadOnlyList<Documented> Document(CheckedFact fact, Captured captured, LineScene scene) =>
        captured is Captured.Body body ? OfMessage(fact, body, scene) : [OfFact(fact.Fact, captured, scene)];

    private IReadOnlyList<Documented> OfMessage(CheckedFact fact, Captured.Body body, LineScene scene)
    {
        var read = CapturedContent.Of(body.Plaintext);
        if (read.Object is not { } whole)
            return [Documented.Generic.Keeping(LineMember.Text("plaintextBase64", Convert.ToBase64String(body.Plaintext.Span)))];
        if (read.Content is not { } content) return [Documented.Generic.Keeping(new LineMember("content", whole))];
        var envelope = fact.Fact;
        return contents.Of(
            new SaidContent(
                envelope.ConversationUuid?.Value ?? "", fact.Message!.MessageUuid, envelope.UserId, envelope.Ts,
                fact.Message.ReplyMessageUuid is { } reply ? (MessageRef?)reply : null, content, whole),
            scene);
    }

    private Documented OfFact(Fact fact, Captured captured, LineScene scene) => fact.Kind switch
    {
        var kind when kind == ConversationCreated.Kind => rooms.Created(fact.BodyAs<ConversationCreated>(), captured is Captured.Text title ? title.Value : ""),
        var kind when kind == ConversationRenamed.Kind => rooms.Changed(RoomChange.Title, scene.Conversation),
        var kind when kind == ConversationDeleted.Kind => new Documented(MessageType.RoomDeleted),
        var kind when kind == MemberAdded.Kind => rooms.Added(fact.BodyAs<MemberAdded>().MemberUserId),
        var kind when kind == MemberKicked.Kind => rooms.Kicked(fact.BodyAs<MemberKicked>().MemberUserId),
        var kind when kind == MemberLeft.Kind => new Documented(MessageType.RoomLeft),
        var kind when kind == MemberPromoted.Kind => rooms.Changed(RoomChange.Masters, scene.Conversation),
        var kind when kind == MessageDeleted.Kind => OfDeletion(fact, fact.BodyAs<MessageDeleted>().MessageUuid, scene),
        var kind when kind == MessagesRead.Kind => ReadReceipt.Of(fact, fact.BodyAs<MessagesRead>(), naming, scene.Earlier),
        _ => Documented.Generic,
    };

    /// <summary>Only its author and the admins of a group may delete a message: who is no admin, or alone with one other, is the author also where the message is not known here.</summary>
    private Documented OfDeletion(Fact fact, MessageUuid message, LineScene scene)
    {
        var author = scene.Earlier.Message(message)?.Author;
        var isRecall = author is not null ? author == fact.UserId : scene.Conversation.IsDialog || fact.UserId is { } who && !scene.Conversation.Masters.Contains(who);
        return new Documented(
            MessageType.MessageDeleted, RoomControl.MessageDeleted(naming.MessageId(fact.ConversationUuid?.Value ?? "", message), isRecall));
    }
}
