using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Feed;

namespace Hansard.Recorder.Mapping;

/// <summary>
/// Fact and content to line. Pure: salt and state come from outside. Every line holds its fact whole, so that the journal can be followed in the
/// record; what has no documented type in this version is the generic line, which loses nothing.
/// </summary>
/// <param name="nameOf">How a user is called in <c>sender</c>, <c>receiver</c> and <c>control</c>.</param>
internal sealed class FactLines(string network, TimeZoneInfo zone, Func<UserId, string> nameOf)
{
    /// <summary>What a fact's documented type adds to its line.</summary>
    private readonly record struct Documented(int MessageType, LineMember? Member = null, LineMember? Kept = null);

    private static readonly Documented Generic = new(MessageType.Generic);

    /// <param name="conversation">Its state after the fact.</param>
    /// <param name="salt">16 random bytes in hex.</param>
    public RecordLine Of(CheckedFact fact, Captured captured, ConversationState conversation, string salt)
    {
        var documented = Document(fact, captured);
        var envelope = fact.Fact;
        var uuid = envelope.ConversationUuid?.Value ?? "";
        var receiver = MessageType.NamesReceiver(documented.MessageType) ? conversation.Other(envelope.UserId) : null;
        return new RecordLine(
            fact.Message is { } message ? LineIds.OfMessage(network, uuid, message.MessageUuid.Value) : LineIds.OfFact(network, uuid, envelope.Seq),
            documented.MessageType,
            envelope.Ts,
            LineTimes.HumanTime(envelope.Ts, zone),
            // What the network did by itself is said by the network.
            envelope.UserId is { } sender ? nameOf(sender) : network,
            receiver is { } other ? nameOf(other) : null,
            LineIds.OfGroup(network, uuid, conversation.IsDialog),
            documented.Member is { } member ? [member] : [],
            new HansardMember(
                new LinePosition(envelope.Seq), network, envelope.ConversationUuid?.Value, envelope.UserId?.Value, envelope.DeviceId?.Value,
                captured is Captured.Unopened ? LineStatus.Undecryptable : LineStatus.Captured, salt, fact.Chain,
                [.. Kept(fact, captured, documented).OrderBy(kept => kept.Name, StringComparer.Ordinal)]));
    }

    private Documented Document(CheckedFact fact, Captured captured) => (fact.Fact.Kind, captured) switch
    {
        (_, Captured.Body body) => OfMessage(CapturedContent.Of(body.Plaintext)),
        var (kind, _) when kind == ConversationCreated.Kind => OfCreation(fact.Fact.BodyAs<ConversationCreated>(), captured),
        var (kind, _) when kind == MemberAdded.Kind =>
            new Documented(MessageType.RoomMembersChanged, RoomControl.MembersChanged([nameOf(fact.Fact.BodyAs<MemberAdded>().MemberUserId)], [])),
        var (kind, _) when kind == MemberKicked.Kind =>
            new Documented(MessageType.RoomMembersChanged, RoomControl.MembersChanged([], [nameOf(fact.Fact.BodyAs<MemberKicked>().MemberUserId)])),
        _ => Generic,
    };

    private static Documented OfMessage(CapturedContent content) => content.Text is { } text
        ? new Documented(MessageType.Text, new LineMember("message", CanonicalJson.Of(text)), content.Kept)
        : Generic with { Kept = content.Kept };

    private Documented OfCreation(ConversationCreated created, Captured captured)
    {
        var title = captured is Captured.Text text ? text.Value : "";
        var masters = created.Admins.Select(nameOf).ToArray();
        return new Documented(
            MessageType.RoomCreated,
            RoomControl.Created(title, description: "", masters, [.. masters, .. created.Members.Select(nameOf)], burnOnReadSeconds: 0, ttlSeconds: 0));
    }

    private static IEnumerable<LineMember> Kept(CheckedFact fact, Captured captured, Documented documented)
    {
        yield return new LineMember("fact", CanonicalJson.Build(writer =>
        {
            writer.StartObject();
            writer.Key("body");
            writer.Raw(fact.CanonicalBody);
            writer.Member("kind", fact.Fact.Kind);
            writer.EndObject();
        }));
        if (documented.Kept is { } kept) yield return kept;
        switch (captured)
        {
            case Captured.Body { Warning: { } warning } body:
                yield return Text("keySigner", body.Signer.Value);
                yield return Text("warning", warning);
                break;
            case Captured.Text text:
                yield return Text(text.Name, text.Value);
                break;
            case Captured.Unopened unopened:
                yield return Text("reason", unopened.Reason);
                if (unopened.Signer is { } signer) yield return Text("keySigner", signer.Value);
                if (unopened.Ciphertext is { } ciphertext) yield return Sealed(ciphertext);
                break;
            default:
                break;
        }
    }

    private static LineMember Text(string name, string value) => new(name, CanonicalJson.Of(value));

    private static LineMember Sealed(FeedBody ciphertext) => new("sealed", CanonicalJson.Build(writer =>
    {
        writer.StartObject();
        writer.Member("bodyEncryptedBase64", ciphertext.BodyEncryptedBase64);
        writer.Member("ivBase64", ciphertext.IvBase64);
        writer.EndObject();
    }));
}
