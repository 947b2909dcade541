using Hansard.Cli.Demo;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Cli.Tests.Demo;

/// <summary>A demo that finds no difference is worth as much as its eye for differences.</summary>
public sealed class ComparisonTests
{
    private const string Network = "default";

    private static readonly UserId Anna = new("anna-id"), Ben = new("ben-id");
    private static readonly ConversationUuid Dialog = new("dialog");
    private static readonly Said[] Talk = [Message(0, Anna, new TextContent("Hello")), Message(1, Ben, new LinkContent("https://example.org")), Message(2, Anna, new TextContent("Bye"))];
    private static readonly RecordLine[] Record = [.. Talk.Select((message, index) => Line(message, index + 1))];

    [Fact]
    public void A_record_of_everything_shows_no_difference() => Assert.Empty(Compare(Record));

    [Fact]
    public void A_missing_line_shows() => Assert.Contains("line 1 (ben, LINK) has 0 lines in the record", Compare([Record[0], Record[2]]));

    [Fact]
    public void A_missing_last_line_shows() => Assert.Contains("the record ends before fact 3; the journal has 3", Compare(Record[..2]));

    [Fact]
    public void A_doubled_line_shows() => Assert.Contains("line 0 (anna, TEXT) has 2 lines in the record", Compare([Record[0], .. Record]));

    [Fact]
    public void Another_text_shows() =>
        Assert.Equal(["line 0 (anna, TEXT) is recorded as \"Hullo\""], Compare([Line(Talk[0] with { Plaintext = ContentJson.Write(new TextContent("Hullo")) }, 1), .. Record[1..]]));

    [Fact]
    public void Another_content_shows()
    {
        var changed = Talk[1] with { Plaintext = ContentJson.Write(new LinkContent("https://example.com")) };

        Assert.StartsWith("line 1 (ben, LINK) is recorded as", Assert.Single(Compare([Record[0], Line(changed, 2), Record[2]])));
    }

    [Fact]
    public void Another_speaker_shows() =>
        Assert.Equal(["line 0 (anna, TEXT) is recorded as said by ben-id"], Compare([Line(Talk[0] with { Speaker = Ben }, 1), .. Record[1..]]));

    [Fact]
    public void Another_order_shows() =>
        Assert.Equal(["line 1 (ben, LINK) is recorded before line 0 (anna, TEXT)"], Compare([Line(Talk[1], 1), Line(Talk[0], 2), Record[2]]));

    [Fact]
    public void What_could_not_be_opened_shows()
    {
        var closed = Record[0] with { Hansard = Record[0].Hansard! with { Status = LineStatus.Undecryptable } };

        Assert.Equal(["line 0 (anna, TEXT) is recorded as undecryptable"], Compare([closed, .. Record[1..]]));
    }

    [Fact]
    public void Who_heard_everything_in_order_shows_no_difference() =>
        Assert.Empty(Comparison.OfHearing(Talk, Ben, "ben", [Heard(Talk[0]), Heard(Talk[2])]));

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 2, 0 })]
    [InlineData(new[] { 0, 0, 2 })]
    public void Who_missed_doubled_or_mixed_something_shows(int[] heard) =>
        Assert.StartsWith("ben heard", Assert.Single(Comparison.OfHearing(Talk, Ben, "ben", [.. heard.Select(number => Heard(Talk[number]))])));

    [Fact]
    public void Who_heard_something_else_shows() => Assert.Equal(
        ["ben heard something else than line 2 (anna, TEXT)"],
        Comparison.OfHearing(Talk, Ben, "ben", [Heard(Talk[0]), Heard(Talk[2]) with { Plaintext = Talk[0].Plaintext }]));

    private static IReadOnlyList<string> Compare(IReadOnlyList<RecordLine> record) => Comparison.OfRecord(Network, Talk, record, Talk.Length);

    private static Said Message(int number, UserId speaker, MessageContent content) => new(
        new ScriptLine(number, 0, Room.Dialog, null, _ => content), new($"00000000-0000-0000-0000-00000000000{number}"), Dialog, [Anna, Ben], speaker,
        speaker == Anna ? "anna" : "ben", content.MessageType, ContentJson.Write(content));

    private static Heard Heard(Said message) => new(message.Message, message.Conversation, message.Plaintext);

    private static RecordLine Line(Said message, long seq)
    {
        Assert.True(CanonicalJson.TryFrom(message.Plaintext, out var content));
        var isText = message.MessageType == ContentTypes.Text;
        var text = isText ? content.Parse().GetProperty("content").GetProperty("text").GetString() : null;
        return new RecordLine(
            Comparison.IdOf(Network, message), isText ? MessageType.Text : MessageType.Generic, seq, "", message.Speaker.Value, null, "group",
            text is null ? [] : [new LineMember("message", CanonicalJson.Of(text))],
            new HansardMember(
                new LinePosition(seq), Network, message.Conversation.Value, message.Speaker.Value, null, LineStatus.Captured, "", "",
                isText ? [] : [new LineMember("content", content)]));
    }
}
