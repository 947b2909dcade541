using Hansard.Cli.Terminal;
using Xunit;

namespace Hansard.Cli.Tests.Terminal;

public sealed class PlainTests
{
    [Theory]
    [InlineData("\e[31mred\e[0m", "␛[31mred␛[0m")]
    [InlineData("\e]0;title\a", "␛]0;title␇")]
    [InlineData("over\rwritten\b\b", "over␍written␈␈")]
    [InlineData("\u007f", "␡")]
    [InlineData("\u009b2J", "\ufffd2J")]
    [InlineData("abc\u202edef\u2066", "abc\ufffddef\ufffd")]
    [InlineData("a\tb", "a b")]
    [InlineData("a\u2028b", "a\ufffdb")]
    [InlineData("two\nlines", "two␊lines")]
    public void What_would_act_on_a_terminal_is_shown_instead(string text, string shown) => Assert.Equal(shown, Plain.Line(text));

    [Theory]
    [InlineData("Buongiorno, però! 👍🏽 👨‍👩‍👧")]
    [InlineData("מחר בבוקר · 納期 · Ωραία · می‌خواهم")]
    [InlineData("[brackets] & <b>markup</b> \\ \"quotes\"")]
    public void Words_stay_as_they_are(string text) => Assert.Equal(text, Plain.Line(text));

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("a\ufffdb", Plain.Line("a\ud800b"));

    [Fact]
    public void A_message_keeps_its_lines() => Assert.Equal("two\nlines␛", Plain.Text("two\nlines\e"));

    [Fact]
    public void Markup_is_no_order_either() => Assert.Equal("[[red]]x", "[red]x".Shown());
}
