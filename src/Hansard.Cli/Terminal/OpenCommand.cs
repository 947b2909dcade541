using System.CommandLine;
using Hansard.Cli.Output;
using Spectre.Console;

namespace Hansard.Cli.Terminal;

/// <summary><c>hansard client open</c>: begins a dialog, or a group.</summary>
internal static class OpenCommand
{
    private static readonly Argument<string[]> Numbers = new("NUMBER") { Description = "Whom to talk to; several make a group.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Title = new("--title") { Description = "Title; makes it a group.", HelpName = "TEXT" };

    public static Command Create() => new Command("open", "Open a conversation with one number, or a group with several.") { Numbers, Title }
        .Does((arguments, screen, cancel) =>
            SignedIn.Do(arguments, screen, person => Open(person, arguments.GetValue(Numbers)!, arguments.GetValue(Title), screen, cancel), cancel));

    private static async Task<int> Open(SignedIn person, string[] numbers, string? title, Screen screen, CancellationToken cancel)
    {
        var opened = await person.Open(numbers, title, cancel);
        if (!opened.Succeeded) return screen.Refuse(opened.Failure);
        var one = opened.Value;
        ListedConversation shown = new(one.Uuid, person.TitleOf(one), one.IsDialog, one.Unread, one.LastMessage);
        return screen.Show(shown, CliJson.Lines.ListedConversation, people =>
        {
            people.MarkupLine($"[green]Open:[/] {shown.Title.Shown()} [grey]{shown.Conversation.Value.Shown()}[/]");
            RecorderNotice.Tell(person.Client.Recorders, screen);
        });
    }
}
