using Hansard.Cli.Terminal.Window;
using Xunit;

namespace Hansard.Cli.Tests.Terminal.Window;

public sealed class LineEditorTests
{
    [Fact]
    public void What_is_typed_stands_where_the_cursor_was()
    {
        var line = Press(Typed("hllo"), ConsoleKey.Home, ConsoleKey.RightArrow).Press(Character('e'));

        Assert.Equal(new LineEditor("hello", 2), line);
    }

    [Theory]
    [InlineData(ConsoleKey.Backspace, "abd", 2)]
    [InlineData(ConsoleKey.Delete, "abc", 3)]
    [InlineData(ConsoleKey.LeftArrow, "abcd", 2)]
    [InlineData(ConsoleKey.RightArrow, "abcd", 4)]
    [InlineData(ConsoleKey.Home, "abcd", 0)]
    [InlineData(ConsoleKey.End, "abcd", 4)]
    [InlineData(ConsoleKey.Escape, "abcd", 3)]
    public void A_key_moves_or_removes_one_character(ConsoleKey key, string text, int cursor) =>
        Assert.Equal(new LineEditor(text, cursor), Press(new LineEditor("abcd", 3), key));

    [Theory]
    [InlineData(ConsoleKey.Backspace)]
    [InlineData(ConsoleKey.LeftArrow)]
    [InlineData(ConsoleKey.Delete)]
    [InlineData(ConsoleKey.RightArrow)]
    public void At_the_ends_nothing_happens(ConsoleKey key) => Assert.Equal(LineEditor.Empty, Press(LineEditor.Empty, key));

    [Fact]
    public void A_character_of_several_units_goes_as_one()
    {
        const string family = "👨‍👩‍👧";
        var line = Typed("a" + family);

        Assert.Equal(new LineEditor("a" + family, 1), Press(line, ConsoleKey.LeftArrow));
        Assert.Equal(new LineEditor("a", 1), Press(line, ConsoleKey.Backspace));
    }

    [Fact]
    public void Control_U_removes_what_stands_before_the_cursor() =>
        Assert.Equal(new LineEditor("d", 0), new LineEditor("abcd", 3).Press(new ConsoleKeyInfo('\u0015', ConsoleKey.U, false, false, true)));

    [Fact]
    public void A_line_ends_at_its_bound() =>
        Assert.Equal(LineEditor.MaximumLength, Typed(new string('x', LineEditor.MaximumLength + 1)).Text.Length);

    private static LineEditor Typed(string text) => text.Aggregate(LineEditor.Empty, (line, typed) => line.Press(Character(typed)));

    private static LineEditor Press(LineEditor line, params ConsoleKey[] keys) =>
        keys.Aggregate(line, (current, key) => current.Press(new ConsoleKeyInfo('\0', key, false, false, false)));

    private static ConsoleKeyInfo Character(char typed) => new(typed, ConsoleKey.None, false, false, false);
}
