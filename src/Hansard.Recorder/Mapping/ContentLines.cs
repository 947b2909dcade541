using System.Globalization;
using System.Text.Json;
using Hansard.Protocol.Content;
using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>What somebody wrote, by its type. Pure; it maps what was said as it was said, also where it breaks a rule.</summary>
internal sealed class ContentLines(Naming naming, RoomLines rooms, CallLines calls)
{
    /// <summary>Said in <c>shareexpiration</c> where sharing was stopped.</summary>
    private const string SharingStopped = "-1";

    /// <returns>One for each part; a message with a file and its preview has two.</returns>
    public IReadOnlyList<Documented> Of(SaidContent said, LineScene scene)
    {
        IReadOnlyList<Documented> lines = said.Content is MediaContent media ? FileLines.Of(said, media, scene) : [One(said, scene)];
        return said.Content is TextContent text && said.Object == CapturedContent.Bare(text.Text)
            ? lines
            : [.. lines.Select(line => line.Keeping(new LineMember("content", said.Object)))];
    }

    private Documented One(SaidContent said, LineScene scene) => said.Content switch
    {
        LinkContent link => new Documented(MessageType.Text, LinkList(link), LineMember.Text("message", link.Url)),
        VerificationContent step => new Documented(MessageType.Verification, KeyVerify(step)),
        SettingsContent settings => rooms.Changed(settings, scene.Conversation),
        SavedItemContent item => rooms.Saved(item, scene.Conversation),
        StarContent star => new Documented(MessageType.MessageAttributes, RoomControl.Starred(IdOf(said, star.Target), star.On)),
        PinContent pin => new Documented(MessageType.MessagePinned, RoomControl.Pinned(IdOf(said, pin.Target), pin.On)),
        CallContent call => calls.Of(said, call, scene.Earlier),
        VideoStepContent step => calls.Of(said, step, scene.Earlier),
        LeaveContent => new Documented(MessageType.RoomLeft),
        LocationContent => new Documented(MessageType.Location, Place(said)),
        LiveLocationContent live => new Documented(MessageType.Edit, Moving(said, live)),
        EditContent edit => WithPrevious(new Documented(MessageType.Edit, NewText(said, edit.Target, edit.Text)), said, edit, scene.Earlier),
        LinkPreviewContent preview => new Documented(MessageType.Edit, NewText(said, preview.Target, preview.Url)),
        ReactionContent reaction => new Documented(MessageType.Reaction, Reaction(said, reaction)),
        _ => PlainWords.Of(said.Content) is { } words ? new Documented(MessageType.Text, LineMember.Text("message", words)) : Documented.Generic,
    };

    private string IdOf(SaidContent said, MessageRef target) => naming.MessageId(said.Conversation, target);

    private static LineMember LinkList(LinkContent link) => new("links", CanonicalJson.Build(writer =>
    {
        writer.StartArray();
        writer.StartObject();
        writer.Member("url", link.Url);
        writer.EndObject();
        writer.EndArray();
    }));

    private static LineMember KeyVerify(VerificationContent step) => LineMember.Object("keyverify", writer =>
    {
        writer.Member("hash", step.Hash);
        writer.Member("key", step.Key);
        writer.Member("msgtype", step.Step);
    });

    private static LineMember Place(SaidContent said) => LineMember.Object("location", writer => Degrees(writer, said));

    private static LineMember Moving(SaidContent said, LiveLocationContent live) => LineMember.Object("edit", writer =>
    {
        Degrees(writer, said);
        writer.Member("shareexpiration", live.Expires == 0 ? SharingStopped : live.Expires.ToString(CultureInfo.InvariantCulture));
        writer.Member("type", "location");
    });

    /// <summary>With the digits that were sent.</summary>
    private static void Degrees(CanonicalWriter writer, SaidContent said)
    {
        var content = said.Object.Parse().GetProperty("content");
        writer.Key("latitude");
        writer.Raw(CanonicalJson.Of(content.GetProperty("latitude")));
        writer.Key("longitude");
        writer.Raw(CanonicalJson.Of(content.GetProperty("longitude")));
    }

    private LineMember NewText(SaidContent said, MessageRef target, string text) => LineMember.Object("edit", writer =>
    {
        writer.Member("originalmessageid", IdOf(said, target));
        writer.Member("text", text);
        writer.Member("type", "text");
    });

    private static Documented WithPrevious(Documented line, SaidContent said, EditContent edit, Earlier earlier)
    {
        if (earlier.Words(edit.Target) is { } words) line = line.Keeping(LineMember.Text("previous", words));
        // Clients do not show it, but it was said.
        return earlier.Message(edit.Target) is { Author: { } author } && author != said.Sender ? line.Keeping(LineMember.Text("author", author.Value)) : line;
    }

    private LineMember Reaction(SaidContent said, ReactionContent reaction) => LineMember.Object("edit", writer =>
    {
        if (said.ReplyTo is { } target) writer.Member("originalmessageid", IdOf(said, target));
        writer.Member("reactAdded", reaction.Emoji.Length > 0);
        writer.Member("reaction", reaction.Emoji);
        writer.Member("type", "reaction");
    });
}
