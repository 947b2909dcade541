using Hansard.Protocol.Content;

namespace Hansard.Protocol.Tests.Content;

public sealed class ContentRulesTests
{
    private static readonly ContentFile File = new("n", "image/jpeg", 1, new string('a', 64), Convert.ToBase64String(new byte[32]), 65536);

    public static TheoryData<MessageContent> Kept =>
    [
        new QuickReplyContent("?", ["1"]),
        new QuickReplyContent("?", ["1", "2", "3"]),
        new MenuContent("?", [new MenuOption(0, "load-item", "a", "b"), new MenuOption(1, "open-url", "a", "b")]),
        new ImageContent { File = File with { Preview = File } },
        new ImageContent(),
        new LocationContent(-90, 180),
        new LiveLocationContent(90, -180, 0),
        new VerificationContent(1, "h", "k"),
        new VerificationContent(5, "h", "k"),
        new CallContent("c", CallStatus.Cancelled, DurationSeconds: 0),
        new SettingsContent(TtlSeconds: 0, BurnOnReadSeconds: 0),
        new UnknownContent { Name = "POLL" },
    ];

    public static TheoryData<MessageContent> Broken =>
    [
        new QuickReplyContent("?", []),
        new QuickReplyContent("?", ["1", "2", "3", "4"]),
        new MenuContent("?", [new MenuOption(0, "format-disk", "a", "b")]),
        new ImageContent { File = File with { Size = -1 } },
        new DocumentContent { File = File with { ChunkBytes = 1 } },
        new AudioContent { File = File with { Sha256 = new string('A', 64) } },
        new VideoContent { File = File with { KeyBase64 = Convert.ToBase64String(new byte[31]) } },
        new ImageContent { File = File with { Preview = File with { KeyBase64 = "?" } } },
        new LocationContent(90.1, 0),
        new LocationContent(0, -180.1),
        new LiveLocationContent(0, 0, -1),
        new VerificationContent(0, "h", "k"),
        new VerificationContent(6, "h", "k"),
        new CallContent("c", 4),
        new CallContent("c", -1),
        new CallContent("c", 1, DurationSeconds: -1),
        new SettingsContent(TtlSeconds: -1),
        new SettingsContent(BurnOnReadSeconds: -1),
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public void Content_within_the_rules_passes(MessageContent content) => Assert.Null(ContentRules.Check(content));

    [Theory]
    [MemberData(nameof(Broken))]
    public void Content_beyond_a_rule_is_invalid_and_says_which(MessageContent content)
    {
        var failure = ContentRules.Check(content);
        Assert.Equal(Status.Invalid, failure?.Status);
        Assert.EndsWith(".", failure?.Description, StringComparison.Ordinal);
    }
}
