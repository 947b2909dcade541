using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Xunit;

namespace Hansard.Client.Tests.Messages;

public sealed class TranscriptTests
{
    private static readonly UserId Anna = new("anna="), Ben = new("ben=");

    private static Message Say(string uuid, UserId who, MessageContent content, string? replyTo = null, bool deleted = false) => new(
        new MessageUuid(uuid), new ConversationUuid("c"), who, null, DateTimeOffset.UnixEpoch, who == Anna, deleted ? null : content, default,
        replyTo is null ? null : new MessageUuid(replyTo), false, null, null, deleted, false, 2, 1, 1, null, true);

    private static readonly Message Hello = Say("m1", Ben, new TextContent("hello"));

    [Fact]
    public void What_is_said_about_a_message_changes_it_and_has_no_place_of_its_own()
    {
        var entry = Assert.Single(Transcript.Of(
        [
            Hello, Say("m2", Ben, new EditContent(new("m1"), "hello all")), Say("m3", Anna, new ReactionContent("👍"), "m1"), Say("m4", Ben, new ReactionContent("🎉"), "m1"),
            Say("m5", Anna, new StarContent(new("m1"), true)), Say("m6", Ben, new PinContent(new("m1"), true)),
            Say("m7", Ben, new LinkPreviewContent(new("m1"), "https://example.org", "Example")),
        ]));

        Assert.Equal("hello all", (entry.Content as TextContent)?.Text);
        Assert.Equal((true, true, true, "Example"), (entry.Edited, entry.Starred, entry.Pinned, entry.Preview?.Title));
        Assert.Equal(["👍", "🎉"], entry.Reactions.Values);
        Assert.Equal("hello", entry.Message.Text);
    }

    [Fact]
    public void The_latest_word_counts()
    {
        var entry = Assert.Single(Transcript.Of(
        [
            Hello, Say("m2", Anna, new ReactionContent("👍"), "m1"), Say("m3", Anna, new ReactionContent(""), "m1"),
            Say("m4", Anna, new PinContent(new("m1"), true)), Say("m5", Anna, new PinContent(new("m1"), false)),
            Say("m6", Ben, new EditContent(new("m1"), "first")), Say("m7", Ben, new EditContent(new("m1"), "second")),
        ]));
        Assert.Equal((0, false, "second"), (entry.Reactions.Count, entry.Pinned, (entry.Content as TextContent)?.Text));
    }

    [Fact]
    public void Nobody_edits_what_another_said_and_nothing_is_hidden_by_trying()
    {
        var entries = Transcript.Of([Hello, Say("m2", Anna, new EditContent(new("m1"), "I owe you money"))]);
        Assert.Equal(2, entries.Count);
        Assert.Equal(("hello", false), ((entries[0].Content as TextContent)?.Text, entries[0].Edited));
    }

    [Fact]
    public void The_star_of_another_is_his_own() =>
        Assert.False(Assert.Single(Transcript.Of([Hello, Say("m2", Ben, new StarContent(new("m1"), true))])).Starred);

    [Fact]
    public void What_is_about_a_message_that_is_not_there_stands_for_itself() =>
        Assert.Equal(["m2", "m3"], Transcript.Of([Say("m2", Anna, new ReactionContent("👍"), "m0"), Say("m3", Ben, new EditContent(new("m0"), "x"))]).Select(entry => entry.Message.Uuid.Value));

    [Fact]
    public void A_deleted_edit_takes_itself_back() =>
        Assert.Equal("hello", (Transcript.Of([Hello, Say("m2", Ben, new EditContent(new("m1"), "x"), deleted: true)])[0].Content as TextContent)?.Text);

    [Fact]
    public void A_place_moves_with_its_sequence()
    {
        var entry = Assert.Single(Transcript.Of(
            [Say("m1", Ben, new LiveLocationContent(1, 2, 5)), Say("m2", Ben, new LiveLocationContent(3, 4, 5, new("m1"))), Say("m3", Ben, new LiveLocationContent(3, 4, 0, new("m1")))]));
        Assert.Equal(new LiveLocationContent(3, 4, 0, new("m1")), entry.Content);
    }
}
