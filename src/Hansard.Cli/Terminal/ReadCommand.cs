using System.CommandLine;
using Hansard.Cli.Output;
using Hansard.Client.Conversations;
using Hansard.Client.Events;
using Hansard.Client.Messages;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal;

/// <summary><c>hansard client read</c>: what was said last in a conversation, and with <c>--follow</c> what is said from now on.</summary>
internal static class ReadCommand
{
    private const int DefaultSize = 20;
    private const int MaximumSize = 200;

    private static readonly Argument<string> From = new("FROM") { Description = "A number, a nick, a title or a conversation's uuid." };
    private static readonly Option<bool> Follow = new("--follow") { Description = "Go on with what arrives, until Ctrl+C." };

    private static readonly Option<int> Size = Values.Number("--size", 1, MaximumSize, DefaultSize, $"How many messages, at most {MaximumSize}.");

    public static Command Create() => new Command("read", "Read a conversation.") { From, Size, Follow }
        .Does((arguments, screen, cancel) => SignedIn.Do(arguments, screen, person =>
            Read(person, arguments.GetValue(From)!, arguments.GetValue(Size), arguments.GetValue(Follow), screen, cancel), cancel));

    private static async Task<int> Read(SignedIn person, string from, int size, bool follow, Screen screen, CancellationToken cancel)
    {
        var found = person.Find(from);
        if (!found.Succeeded) return screen.Refuse(found.Failure, "See what there is: hansard client list");
        // Subscribed before the history is asked for, so that nothing falls between the two.
        var arriving = person.Client.EventsAsync(cancel);
        var history = await person.Client.HistoryAsync(found.Value.Uuid, size: size, cancellation: cancel);
        if (!history.Succeeded) return screen.Refuse(history.Failure);
        RecorderNotice.Tell(person.Client.Recorders, screen);
        foreach (var message in history.Value) Show(message, person, screen);
        await MarkRead(history.Value, found.Value, person, cancel);
        if (follow) await GoOn(arriving, history.Value.Select(message => message.Uuid).ToHashSet(), found.Value, person, screen, cancel);
        return ExitCode.Done;
    }

    private static async Task GoOn(
        IAsyncEnumerable<ClientEvent> arriving, HashSet<MessageUuid> shown, Conversation conversation, SignedIn person, Screen screen, CancellationToken cancel)
    {
        try
        {
            await foreach (var happened in arriving)
            {
                if (happened is not MessageArrived { Message: var message } || message.Conversation != conversation.Uuid || shown.Contains(message.Uuid)) continue;
                Show(message, person, screen);
                await MarkRead([message], conversation, person, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl+C is how following ends.
        }
    }

    private static void Show(Message message, SignedIn person, Screen screen)
    {
        var read = ReadMessage.Of(message, person.Addresses);
        screen.Show(read, CliJson.Lines.ReadMessage, _ => screen.Tell(read.ToMarkup()));
    }

    private static async Task MarkRead(IReadOnlyList<Message> messages, Conversation conversation, SignedIn person, CancellationToken cancel)
    {
        var unread = messages.Where(message => message is { IsMine: false, IsEvent: false, IsDeleted: false, IsRead: false }).Select(message => message.Uuid).ToList();
        if (unread.Count > 0) await person.Client.MarkReadAsync(conversation.Uuid, unread, cancel);
    }
}
