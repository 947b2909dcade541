using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Spectre.Console;

namespace Hansard.Cli.Terminal;

/// <summary><c>hansard client list</c>: the conversations of this person, the latest first.</summary>
internal static class ListCommand
{
    public static Command Create() => new Command("list", "List your conversations.")
        .Does((arguments, screen, cancel) => SignedIn.Do(arguments, screen, person => Task.FromResult(List(person, screen)), cancel));

    private static int List(SignedIn person, Screen screen)
    {
        var conversations = person.Client.Conversations
            .Select(one => new ListedConversation(one.Uuid, person.TitleOf(one), one.IsDialog, one.Unread, one.LastMessage)).ToList();
        return screen.Show(conversations, CliJson.Lines.Conversations, people =>
        {
            RecorderNotice.Tell(person.Client.Recorders, screen);
            if (conversations.Count == 0) people.MarkupLine("No conversations yet. Begin one: hansard client open +NUMBER");
            else people.Write(Table(conversations));
        });
    }

    private static Table Table(IEnumerable<ListedConversation> conversations)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Conversation", "Kind", "Unread", "Last message");
        foreach (var one in conversations)
        {
            table.AddRow(
                one.Title.Shown(), one.IsDialog ? "dialog" : "group", one.Unread > 0 ? $"[yellow]{one.Unread}[/]" : "0",
                $"{one.LastMessage.ToLocalTime():yyyy-MM-dd HH:mm}");
        }
        return table;
    }
}

internal sealed record ListedConversation(ConversationUuid Conversation, string Title, bool IsDialog, int Unread, DateTimeOffset LastMessage);
