using System.Threading.Channels;
using Hansard.Client;
using Hansard.Client.Conversations;
using Hansard.Client.Events;
using Hansard.Client.Files;
using Hansard.Client.Messages;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>What the window knows and how it reacts. Acts that ask the server run one after the other, so that what is said keeps its order.</summary>
internal sealed class ChatSession
{
    private const int HistorySize = 100;

    private const string Welcome = "Enter sends · Tab next conversation · /help · /quit";

    private readonly SignedIn person;
    private readonly ChannelWriter<WindowEvent> events;
    private readonly TypingPeople typing;
    private readonly TimeProvider time;

    private ConversationUuid? selected;
    private LineEditor input = LineEditor.Empty;
    private Aside? aside;
    private bool online = true;
    private Task acts = Task.CompletedTask, transfers = Task.CompletedTask;

    public ChatSession(SignedIn person, ChannelWriter<WindowEvent> events, TimeProvider time, CancellationToken cancel)
    {
        (this.person, this.events, this.time, Cancel) = (person, events, time, cancel);
        Messages = new MessageList(person);
        typing = new TypingPeople(events, time, cancel);
        if (person.Client.Conversations is [var latest, ..]) Select(latest.Uuid);
        if (person.Client.UnsentFiles is { Count: > 0 } unsent) Notice = $"{unsent.Count} files were not sent; /resume sends them on.";
    }

    public bool IsOver { get; private set; }

    /// <summary>Completes when the acts and transfers that were begun have ended.</summary>
    public Task Finished => Task.WhenAll(acts, transfers);

    public CancellationToken Cancel { get; }

    public MessageList Messages { get; }

    /// <summary>One line for the reader.</summary>
    public string Notice { get; set; } = Welcome;

    public IEnumerable<string> RecorderNames =>
        person.Client.Recorders.Select(recorder => recorder.Distrust is null ? recorder.Name : $"{recorder.Name} (NOT TRUSTED)");

    /// <summary>Null, and says so, where none is open.</summary>
    public Conversation? OpenConversation
    {
        get
        {
            var open = person.Client.Conversations.FirstOrDefault(one => one.Uuid == selected);
            if (open is null) Notice = "Open a conversation first: /open +NUMBER";
            return open;
        }
    }

    public ChatState State => new(
        person.Client.Identity!.Nick ?? "you", online, [.. RecorderNames],
        [.. person.Client.Conversations.Select(one => new ConversationItem(one.Uuid, person.TitleOf(one), one.IsDialog, one.Uuid == selected ? 0 : one.Unread))],
        selected, Messages.Items, Notice, input, [.. typing.In(selected).Select(NameOf)], aside);

    public string NameOf(UserId user) => person.Addresses.NameOf(user);

    public Result<UserId> Member(Conversation conversation, string wanted) => person.Member(conversation, wanted);

    public void On(WindowEvent happened)
    {
        switch (happened)
        {
            case KeyPressed pressed: Press(pressed.Key); break;
            case Told told: Hear(told.Event); break;
            case Sent sent: Add(sent.Message); break;
            case Done { Notice: { } told }: Notice = told; break;
            case Learned learned: person.Addresses.NoteNumber(learned.Number); break;
            case TypingEnded ended: typing.End(ended); break;
            case Loaded loaded when loaded.Conversation == selected:
                foreach (var message in loaded.Messages) Add(message);
                MarkRead(loaded.Messages);
                break;
        }
    }

    public void Show(Aside page) => aside = page;

    public void Quit() => IsOver = true;

    public void ShowRecorders() => Show(new Aside("Recorders · Esc goes back", person.Client.Recorders is []
        ? ["Nobody records this network."]
        : [.. person.Client.Recorders.Select(recorder => recorder.Distrust is { } distrust ? $"{recorder.Name}  {distrust.Description}" : $"{recorder.Name}  {recorder.Fingerprint}")]));

    /// <summary>Sends something into the open conversation.</summary>
    public void Say(Func<ConversationUuid, Func<MessengerClient, Task<Result<Message>>>> say)
    {
        if (OpenConversation is not { } conversation) return;
        Act(async client =>
        {
            var sent = await say(conversation.Uuid)(client);
            return sent.Succeeded ? new Sent(sent.Value) : new Done($"Not sent: {sent.Failure.Description}");
        });
    }

    public void Open(string[] words)
    {
        var numbers = words.TakeWhile(word => word.StartsWith('+')).ToList();
        var title = numbers.Count < words.Length ? string.Join(' ', words.Skip(numbers.Count)) : null;
        if (numbers.Count == 0)
        {
            Notice = "/open +NUMBER opens a dialog; several numbers, or a title behind them, make a group.";
            return;
        }
        Act(async _ =>
        {
            var opened = await person.Open(numbers, title, Cancel);
            return opened.Succeeded ? new Told(new ConversationChanged(opened.Value)) : new Done(opened.Failure.Description);
        });
    }

    public void Act(Func<MessengerClient, Task<WindowEvent>> act) => acts = Follow(acts, act);

    /// <summary>What takes long, beside the acts: one file after the other.</summary>
    public void Carry(Func<MessengerClient, Task<WindowEvent>> transfer) => transfers = Follow(transfers, transfer);

    public IProgress<FileProgress> Progress(string doing) => new TransferNotice(doing, events, time);

    private void Press(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter: Submit(); break;
            case ConsoleKey.Escape: aside = null; break;
            case ConsoleKey.Tab when key.Modifiers == ConsoleModifiers.Shift: Step(-1); break;
            case ConsoleKey.Tab or ConsoleKey.DownArrow: Step(1); break;
            case ConsoleKey.UpArrow: Step(-1); break;
            default:
                input = input.Press(key);
                if (input.Text is [not '/', ..] && selected is { } conversation && typing.MayTell())
                    Act(async client => new Done((await client.TypeAsync(conversation, Cancel)).Failure?.Description));
                break;
        }
    }

    private void Step(int step)
    {
        if (State.Neighbour(step) is { } neighbour) Select(neighbour);
    }

    private void Submit()
    {
        var text = input.Text.Trim();
        (input, aside) = (LineEditor.Empty, null);
        if (text.Length == 0) return;
        if (CommandWords.Of(text) is not { } words)
        {
            var said = text.StartsWith("//", StringComparison.Ordinal) ? text[1..] : text;
            Say(conversation => client => client.SendTextAsync(conversation, said, cancellation: Cancel));
        }
        else if (WindowCommand.Find(words.Name) is { } command) command.Do(this, words);
        else Notice = $"There is no {words.Name}. /help shows what there is.";
    }

    private void Select(ConversationUuid conversation)
    {
        if (selected == conversation) return;
        (selected, aside) = (conversation, null);
        Messages.Clear();
        Act(async client =>
        {
            var history = await client.HistoryAsync(conversation, size: HistorySize, cancellation: Cancel);
            return history.Succeeded ? new Loaded(conversation, history.Value) : new Done(history.Failure.Description);
        });
    }

    private void Hear(ClientEvent told)
    {
        switch (told)
        {
            case ConnectionChanged changed: (online, Notice) = (changed.Online, changed.Online ? Welcome : changed.Description); break;
            case MessageArrived { Message: var message }:
                typing.End(message.Conversation, message.Sender);
                Add(message);
                if (message.Conversation == selected) MarkRead([message]);
                break;
            case MessageUpdated updated when updated.Conversation == selected: Messages.Count(updated); break;
            case MessageDeleted deleted: Messages.Delete(deleted.Message); break;
            case Typed typed when typed.User != person.Own: typing.Note(typed.Conversation, typed.User); break;
            case ConversationChanged { Conversation.Uuid: var uuid } when selected is null: Select(uuid); break;
            case ConversationRemoved removed when removed.Conversation == selected: Leave(); break;
            case RecordersChanged changed: Notice = $"Recorders changed: {changed.Added.Count} new, {changed.Retired.Count} retired. /recorders shows them."; break;
            case PublicKeyChanged key: Notice = $"{NameOf(key.User)} has a new key: {key.Fingerprint}"; break;
            case Warned warned: Notice = warned.Failure.Description; break;
            case SignedOut ended: (Notice, IsOver) = (ended.Failure.Description, true); break;
        }
    }

    private void Leave()
    {
        selected = null;
        Messages.Clear();
        if (person.Client.Conversations is [var latest, ..]) Select(latest.Uuid);
    }

    private void Add(Message message)
    {
        person.Addresses.NoteNick(message.Sender, message.SenderNick);
        if (message.Conversation == selected) Messages.Add(message);
    }

    private void MarkRead(IReadOnlyList<Message> shown)
    {
        var unread = shown.Where(message => message is { IsMine: false, IsEvent: false, IsDeleted: false, IsRead: false }).Select(message => message.Uuid).ToList();
        if (unread.Count == 0) return;
        var conversation = shown[0].Conversation;
        Act(async client => new Done((await client.MarkReadAsync(conversation, unread, Cancel)).Failure?.Description));
    }

    private async Task Follow(Task before, Func<MessengerClient, Task<WindowEvent>> act)
    {
        await before;
        try
        {
            await events.WriteAsync(await act(person.Client), Cancel);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The window was left meanwhile.
        }
    }
}
