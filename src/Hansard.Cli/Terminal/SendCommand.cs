using System.CommandLine;
using Hansard.Cli.Output;
using Spectre.Console;

namespace Hansard.Cli.Terminal;

/// <summary><c>hansard client send</c>: says one thing, and returns when the server has it on disk.</summary>
internal static class SendCommand
{
    private static readonly Argument<string> To = new("TO") { Description = "A number, a nick, a title or a conversation's uuid." };
    private static readonly Argument<string> Text = new("TEXT") { Description = "What to say; - reads it from standard input." };

    public static Command Create() => new Command("send", "Send a text.") { To, Text }
        .Does((arguments, screen, cancel) =>
            SignedIn.Do(arguments, screen, person => Send(person, arguments.GetValue(To)!, arguments.GetValue(Text)!, screen, cancel), cancel));

    private static async Task<int> Send(SignedIn person, string to, string text, Screen screen, CancellationToken cancel)
    {
        if (text == "-") text = (await Console.In.ReadToEndAsync(cancel)).TrimEnd('\n');
        var conversation = await person.FindOrOpen(to, cancel);
        if (!conversation.Succeeded) return screen.Refuse(conversation.Failure, "See what there is: hansard client list");
        var sent = await person.Client.SendTextAsync(conversation.Value.Uuid, text, cancellation: cancel);
        if (!sent.Succeeded) return screen.Refuse(sent.Failure);
        return screen.Show(ReadMessage.Of(sent.Value, person.Addresses), CliJson.Lines.ReadMessage, people =>
            people.MarkupLine($"[green]Sent[/] to {person.TitleOf(conversation.Value).Shown()} [grey]{sent.Value.Uuid.Value}[/]"));
    }
}
