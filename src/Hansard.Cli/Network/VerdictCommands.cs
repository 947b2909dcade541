using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Spectre.Console;

namespace Hansard.Cli.Network;

/// <summary><c>hansard network conversation</c> and <c>message</c>: what moderators do without a report, or take back.</summary>
internal static class VerdictCommands
{
    private static readonly Argument<string> Conversation = new("CONVERSATION") { Description = "Uuid of the conversation." };
    private static readonly Argument<string> Message = new("MESSAGE") { Description = "Uuid of the message." };

    public static Command OfConversations() => new("conversation", "Block a conversation for everybody, or end that.")
    {
        Blocking("block", "Let nobody write in a conversation.", blocked: true),
        Blocking("unblock", "Let its members write in a conversation again.", blocked: false),
    };

    public static Command OfMessages() => new("message", "Mark a message as objectionable, or take that back.")
    {
        Marking("mark", "Mark a message as objectionable for everybody in its conversation.", objectionable: true),
        Marking("unmark", "Take the mark of a message back.", objectionable: false),
    };

    private static Command Blocking(string name, string description, bool blocked) =>
        new Command(name, description) { NetworkCommand.Name, Conversation }.Does((arguments, screen, cancel) => NetworkCommand.Ask(
            arguments, screen, new BlockConversation(arguments.GetValue(NetworkCommand.Name)!, new(arguments.GetValue(Conversation)!), blocked),
            done => screen.Show(done, CliJson.Lines.ConversationBlock, people => people.WriteLine($"{done.ConversationUuid} is {(done.Blocked ? "blocked" : "not blocked")}.")), cancel));

    private static Command Marking(string name, string description, bool objectionable) =>
        new Command(name, description) { NetworkCommand.Name, Conversation, Message }.Does((arguments, screen, cancel) => NetworkCommand.Ask(
            arguments, screen,
            new MarkMessage(arguments.GetValue(NetworkCommand.Name)!, new(arguments.GetValue(Conversation)!), new(arguments.GetValue(Message)!), objectionable),
            done => screen.Show(done, CliJson.Lines.MessageMark, people => people.WriteLine($"{done.MessageUuid} is {(done.Objectionable ? "objectionable" : "not marked")}.")), cancel));
}
