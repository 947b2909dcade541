namespace Hansard.Cli.Terminal.Window;

/// <summary>A typed line that begins with a stroke, taken apart.</summary>
/// <param name="Name">With its stroke: <c>/edit</c>.</param>
/// <param name="Target">The number behind <c>#</c>, where the first word is one; null where none was given.</param>
/// <param name="Text">What follows, as it was typed.</param>
internal sealed record CommandWords(string Name, string? Target, string Text)
{
    public string[] Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null for a line that is to be said. Two strokes say one.</summary>
    public static CommandWords? Of(string line)
    {
        if (!line.StartsWith('/') || line.StartsWith("//", StringComparison.Ordinal)) return null;
        var (name, rest) = Cut(line);
        if (rest is not ['#', ..]) return new CommandWords(name, null, rest);
        var (target, text) = Cut(rest);
        return new CommandWords(name, target[1..], text);
    }

    private static (string Word, string Others) Cut(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end], text[(end + 1)..].TrimStart());
    }
}
