using Hansard.Cli.Terminal.Window;
using Hansard.Protocol;
using Spectre.Console;
using Xunit;

namespace Hansard.Cli.Tests.Terminal.Window;

public sealed class ChatViewTests
{
    private const int Rows = 12;

    private static readonly ConversationUuid Dialog = new("dialog");

    private static readonly ChatState State = new(
        "anna", true, ["recorder"], [new ConversationItem(Dialog, "ben", true, 0), new ConversationItem(new("group"), "Team [Oslo]", false, 3)], Dialog,
        [.. Enumerable.Range(1, 40).Select(Message)], "Enter sends", new LineEditor("typing", 6), []);

    [Fact]
    public void It_fills_the_terminal_and_shows_the_newest_message_last()
    {
        var lines = Draw(State, 100);

        Assert.Equal(Rows, lines.Length);
        Assert.Contains("recorded by recorder", lines[0]);
        Assert.Contains("number 40", lines[^6]);
        Assert.Contains("number 39", lines[^7]);
        Assert.DoesNotContain(lines, line => line.Contains("number 1 "));
    }

    [Fact]
    public void Conversations_show_what_is_unread_and_keep_their_own_brackets() => Assert.Contains(Draw(State, 100), line => line.Contains("Team [Oslo]  3"));

    [Fact]
    public void A_narrow_terminal_shows_the_open_conversation_alone()
    {
        var lines = Draw(State, 50);

        Assert.Equal(Rows, lines.Length);
        Assert.DoesNotContain(lines, line => line.Contains("Oslo"));
        Assert.Contains(lines, line => line.Contains("number 40"));
    }

    [Fact]
    public void Of_a_line_longer_than_the_terminal_the_end_being_typed_is_seen()
    {
        var lines = Draw(State with { Input = new LineEditor(new string('a', 300) + "end", 303) }, 80);

        Assert.Equal(Rows, lines.Length);
        Assert.Contains("aaend", lines[^2]);
    }

    [Fact]
    public void Messages_longer_than_the_window_show_their_end()
    {
        var endless = Message(1) with { Text = string.Join(' ', Enumerable.Repeat("word", 2_000)) + " last" };

        var lines = Draw(State with { Messages = [endless] }, 100);

        Assert.Equal(Rows, lines.Length);
        Assert.Contains(lines, line => line.Contains("last"));
    }

    [Fact]
    public void A_message_shows_its_number_what_it_answers_and_what_was_done_with_it()
    {
        var answered = Message(1) with { Number = 7, Quoted = "Hello", Marks = "(edited) 👍2", Note = "read" };

        Assert.Contains(Draw(State with { Messages = [answered] }, 100), line => line.Contains("  7 ") && line.Contains("ben  ↪ Hello · number 1 said (edited) 👍2 read"));
    }

    [Fact]
    public void Who_types_is_shown_in_place_of_the_notice()
    {
        Assert.Contains(Draw(State with { Typing = ["ben"] }, 100), line => line.Contains("ben is typing"));
        Assert.Contains(Draw(State with { Typing = ["ben", "carla"] }, 100), line => line.Contains("ben, carla are typing"));
    }

    [Fact]
    public void A_page_that_was_asked_for_stands_in_place_of_the_messages()
    {
        var lines = Draw(State with { Aside = new Aside("Help", ["/quit  leave"]) }, 100);

        Assert.Equal(Rows, lines.Length);
        Assert.Contains(lines, line => line.Contains("/quit  leave"));
        Assert.DoesNotContain(lines, line => line.Contains("number 40"));
    }

    [Fact]
    public void Nothing_that_people_wrote_gives_the_terminal_an_order()
    {
        const string evil = "\e[2J\e]0;owned\a\r\u009b31m\u202e[red]x[/]";
        var state = State with
        {
            Me = evil, Recorders = [evil], Conversations = [new ConversationItem(Dialog, evil, true, 0)], Notice = evil, Typing = [],
            Messages = [Message(1) with { Sender = evil, Text = evil, Quoted = evil, Marks = evil, Note = evil }, Message(2) with { IsEvent = true, Text = evil }],
        };

        var drawn = string.Join('\n', Draw(state, 200));

        Assert.DoesNotContain(drawn, character => character < ' ' && character != '\n' || character is '\u009b' or '\u202e' or '\u007f');
        Assert.Contains("[red]x[/]", drawn);
    }

    [Fact]
    public void Stepping_through_conversations_goes_round()
    {
        Assert.Equal(new ConversationUuid("group"), State.Neighbour(1));
        Assert.Equal(new ConversationUuid("group"), State.Neighbour(-1));
        Assert.Equal(Dialog, (State with { Selected = null }).Neighbour(1));
        Assert.Null((State with { Conversations = [] }).Neighbour(1));
    }

    private static MessageItem Message(int number) =>
        new(new($"m{number}"), number, DateTimeOffset.UnixEpoch, "ben", false, false, "", $"number {number} said", "", "");

    private static string[] Draw(ChatState state, int columns)
    {
        StringWriter output = new();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        (console.Profile.Width, console.Profile.Height) = (columns, Rows);
        console.Write(ChatView.Draw(state, columns));
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
