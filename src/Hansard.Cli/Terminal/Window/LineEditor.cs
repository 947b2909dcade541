using System.Globalization;

namespace Hansard.Cli.Terminal.Window;

/// <summary>One line of text being typed, and where the cursor stands in it. Each key gives a new line; what people see as one character moves as one.</summary>
/// <param name="Cursor">Index in <paramref name="Text"/>, from 0 to its length, never inside a character.</param>
internal sealed record LineEditor(string Text, int Cursor)
{
    /// <summary>Bound on a typed line, in UTF-16 units; a body on the wire has room for many times this.</summary>
    public const int MaximumLength = 4_000;

    public static readonly LineEditor Empty = new("", 0);

    public LineEditor Press(ConsoleKeyInfo key) => key switch
    {
        { Key: ConsoleKey.Backspace } => Remove(Before(), Cursor),
        { Key: ConsoleKey.Delete } => Remove(Cursor, After()),
        { Key: ConsoleKey.LeftArrow } => this with { Cursor = Before() },
        { Key: ConsoleKey.RightArrow } => this with { Cursor = After() },
        { Key: ConsoleKey.Home } or { Key: ConsoleKey.A, Modifiers: ConsoleModifiers.Control } => this with { Cursor = 0 },
        { Key: ConsoleKey.End } or { Key: ConsoleKey.E, Modifiers: ConsoleModifiers.Control } => this with { Cursor = Text.Length },
        { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control } => Remove(0, Cursor),
        { KeyChar: var typed } when !char.IsControl(typed) && Text.Length < MaximumLength => new(Text.Insert(Cursor, typed.ToString()), Cursor + 1),
        _ => this,
    };

    private LineEditor Remove(int from, int to) => new(Text.Remove(from, to - from), from);

    private int After() => Cursor == Text.Length ? Cursor : Cursor + StringInfo.GetNextTextElementLength(Text, Cursor);

    private int Before()
    {
        var before = 0;
        for (var next = 0; next < Cursor; next += StringInfo.GetNextTextElementLength(Text, next)) before = next;
        return before;
    }
}
