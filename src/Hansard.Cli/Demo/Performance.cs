using System.Collections.Concurrent;
using Hansard.Client.Conversations;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Cli.Demo;

/// <summary>
/// Has the people say the script, each room in its order and both rooms at the same time, while the machinery under them is killed: first the recorder, then the
/// server, which comes back at once; the recorder comes back some lines later and catches up.
/// </summary>
internal sealed class Performance(IReadOnlyList<ScriptLine> script, IReadOnlyList<Person> people, Stage stage, Action<string> tell)
{
    /// <summary>Parts of the script, in percent, after which something is killed or comes back.</summary>
    private const int RecorderDies = 40, ServerDies = 50, RecorderReturns = 60;

    private readonly ConcurrentDictionary<int, Said> said = new();
    private int spoken;

    /// <summary>What was acknowledged, in the order of the script.</summary>
    public IReadOnlyList<Said> Said => [.. said.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    public async Task<Failure?> Run(Action<int> progress, CancellationToken cancel)
    {
        var dialog = await people[0].Client.OpenDialogAsync(people[1].UserId, cancel);
        if (!dialog.Succeeded) return dialog.Failure;
        var group = await people[0].Client.CreateGroupAsync("Tender 17", [.. people.Skip(1).Select(person => person.UserId)], cancellation: cancel);
        if (!group.Succeeded) return group.Failure;

        var rooms = await Task.WhenAll(
            Speak(Room.Dialog, dialog.Value, progress, cancel),
            Speak(Room.Group, group.Value, progress, cancel));
        return rooms.FirstOrDefault(failure => failure is not null);
    }

    private async Task<Failure?> Speak(Room room, Conversation conversation, Action<int> progress, CancellationToken cancel)
    {
        UserId[] members = [.. conversation.Everybody];
        foreach (var line in script.Where(line => line.Room == room))
        {
            var speaker = people[line.Speaker];
            var about = line.Target is { } target ? said[target].Message : (MessageUuid?)null;
            var content = line.Content(about is { } message ? message : new MessageRef("none"));
            // A reaction is about the message it answers; what else is about a message names it in its content.
            var sent = await speaker.Client.SendAsync(conversation.Uuid, content, content is ReactionContent ? about : null, cancel);
            if (!sent.Succeeded) return sent.Failure;
            said[line.Number] = new Said(
                line, sent.Value.Uuid, conversation.Uuid, members, speaker.UserId, speaker.Name, content.MessageType, ContentJson.Write(content));
            progress(1);
            await PlayScene(Interlocked.Increment(ref spoken), cancel);
        }
        return null;
    }

    private async Task PlayScene(int lines, CancellationToken cancel)
    {
        if (lines == At(RecorderDies))
        {
            await stage.KillRecorder();
            tell("the recorder was killed; people go on talking");
        }
        if (lines == At(ServerDies))
        {
            await stage.KillServer();
            await stage.StartServer(cancel);
            tell("the server was killed while people were talking, and came back; clients reconnect by themselves");
        }
        if (lines == At(RecorderReturns))
        {
            stage.StartRecorder();
            tell("the recorder came back and catches up");
        }
    }

    private int At(int percent) => script.Count * percent / 100;
}
