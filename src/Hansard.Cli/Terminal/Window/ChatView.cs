using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hansard.Cli.Terminal.Window;

/// <summary>Draws a <see cref="ChatState"/>: conversations on the left, the open one on the right, what is being typed below.</summary>
internal static class ChatView
{
    private const int ConversationColumns = 28;

    /// <summary>A narrower terminal shows the open conversation alone.</summary>
    private const int ColumnsForBoth = 64;

    /// <summary>What frame, prompt and cursor take of the line below.</summary>
    private const int FrameColumns = 8;

    public static IRenderable Draw(ChatState state, int columns)
    {
        Layout layout = new Layout().SplitRows(
            new Layout("head") { Size = 1 }, new Layout("body"), new Layout("notice") { Size = 1 }, new Layout("input") { Size = 3 });
        layout["head"].Update(Head(state));
        layout["notice"].Update(new Markup($" [grey]{Notice(state).Shown()}[/]").Ellipsis());
        layout["input"].Update(Framed(Typing(state.Input, columns), "", Color.Grey));

        if (columns < ColumnsForBoth) layout["body"].Update(Open(state));
        else layout["body"].SplitColumns(new Layout("list") { Size = ConversationColumns }, new Layout("messages"));
        if (columns < ColumnsForBoth) return layout;
        layout["list"].Update(Framed(Conversations(state), "Conversations", Color.Grey));
        layout["messages"].Update(Open(state));
        return layout;
    }

    private static string Notice(ChatState state) => state.Typing switch
    {
        [] => state.Notice,
        [var one] => $"{one} is typing …",
        var several => $"{string.Join(", ", several)} are typing …",
    };

    private static Panel Open(ChatState state) => state.Aside is { } aside
        ? Framed(new Rows(aside.Lines.Select(line => new Markup(line.Shown()).Ellipsis())), aside.Title, Color.Yellow)
        : Messages(state);

    private static Columns Head(ChatState state)
    {
        var recorded = state.Recorders.IsEmpty
            ? "[grey]not recorded[/]"
            : $"[red]●[/] recorded by {string.Join(", ", state.Recorders).Shown()}";
        var line = state.Online ? "[green]online[/]" : "[yellow]connecting …[/]";
        return new Columns(
            new Markup($" [bold]{state.Me.Shown()}[/]  {line}").Ellipsis(),
            new Markup($"{recorded} ").Ellipsis().RightJustified());
    }

    private static Rows Conversations(ChatState state)
    {
        if (state.Conversations.IsEmpty) return new Rows(new Markup("[grey]none yet: /open +4917…[/]"));
        return new Rows(state.Conversations.Select(conversation =>
        {
            var unread = conversation.Unread > 0 ? $" [yellow]{conversation.Unread}[/]" : "";
            var title = conversation.Title.Shown();
            return new Markup(conversation.Uuid == state.Selected ? $"[invert] {title} [/]{unread}" : $" {title} {unread}").Ellipsis();
        }));
    }

    private static Panel Messages(ChatState state)
    {
        var items = state.Messages.Select(message => (IRenderable)new Markup(Line(message)));
        return Framed(new TailPane([.. items]), state.Open?.Title ?? "no conversation", Color.Blue);
    }

    private static string Line(MessageItem message)
    {
        var head = $"[grey]{message.Number,3} {message.Sent.ToLocalTime():HH:mm}[/]";
        if (message.IsEvent) return $"{head} [grey italic]{message.Text.Shown()}[/]";
        var sender = $"[{(message.IsOwn ? "green" : "aqua")}]{message.Sender.Shown()}[/]";
        var quoted = message.Quoted.Length > 0 ? $"[grey]↪ {message.Quoted.Shown()} ·[/] " : "";
        return string.Join(' ', new[]
        {
            $"{head} {sender}  {quoted}{message.Text.ShownLines()}", message.Marks.Shown(), message.Note.Length > 0 ? $"[grey]{message.Note.Shown()}[/]" : "",
        }.Where(part => part.Length > 0));
    }

    /// <summary>The cursor is drawn, for the real one is hidden; of a long line only what fits before and around it is shown.</summary>
    private static Markup Typing(LineEditor input, int columns)
    {
        var (before, rest) = (input.Text[..input.Cursor], input.Text[input.Cursor..]);
        var under = rest.Length == 0 ? " " : StringInfo.GetNextTextElement(rest);
        while (before.Length > 0 && before.GetCellWidth() > columns - FrameColumns) before = before[StringInfo.GetNextTextElementLength(before)..];
        var after = rest.Length == 0 ? "" : rest[under.Length..];
        return new Markup($"[green]›[/] {before.Shown()}[invert]{under.Shown()}[/]{after.Shown()}").Overflow(Overflow.Crop);
    }

    private static Panel Framed(IRenderable content, string title, Color colour)
    {
        Panel panel = new(content) { Expand = true, Border = BoxBorder.Rounded, BorderStyle = new Style(colour), Padding = new Padding(0, 0) };
        if (title.Length > 0) panel.Header = new PanelHeader($" {title.Shown()} ");
        return panel;
    }
}
