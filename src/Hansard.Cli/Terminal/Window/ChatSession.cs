using System.Collections.Immutable;
using System.Threading.Channels;
using Hansard.Client.Events;
using Hansard.Client.Messages;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>What the window knows and how it reacts. Acts that ask the server run one after the other, so that what is said keeps its order.</summary>
internal sealed class ChatSession
{
    private const int HistorySize = 100;

    /// <summary>How many messages the window keeps; older ones are read with <c>hansard client read</c>.</summary>
    private const int MessagesKept = 500;

    private const string Welcome = "Enter sends · Tab next conversation · /open +NUMBER … [title] · /quit";

    private readonly SignedIn person;
    private readonly ChannelWriter<WindowEvent> events;
    private readonly CancellationToken cancel;
    private readonly List<Message> messages = [];

    /// <summary>Counters that arrived before their message did: another may read it sooner than its own answer is here.</summary>
    private readonly Dictionary<MessageUuid, MessageUpdated> early = [];

    private ConversationUuid? selected;
    private LineEditor input = LineEditor.Empty;
    private string notice = Welcome;
    private bool online = true;

    public ChatSession(SignedIn person, ChannelWriter<WindowEvent> events, CancellationToken cancel)
    {
        (this.person, this.events, this.cancel) = (person, events, cancel);
        if (person.Client.Conversations is [var latest, ..]) Select(latest.Uuid);
    }

    public bool IsOver { get; private set; }

    /// <summary>Completes when the acts that were begun have ended.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public ChatState State => new(
        person.Client.Identity!.Nick ?? "you", online,
        [.. person.Client.Recorders.Select(recorder => recorder.Distrust is null ? recorder.Name : $"{recorder.Name} (NOT TRUSTED)")],
        [.. person.Client.Conversations.Select(one => new ConversationItem(one.Uuid, person.TitleOf(one), one.IsDialog, one.Uuid == selected ? 0 : one.Unread))],
        selected, [.. messages.Select(Item)], notice, input);

    public void On(WindowEvent happened)
    {
        switch (happened)
        {
            case KeyPressed pressed: Press(pressed.Key); break;
            case Told told: Hear(told.Event); break;
            case Sent sent: Add(sent.Message); break;
            case Done { Notice: { } told }: notice = told; break;
            case Loaded loaded when loaded.Conversation == selected:
                foreach (var message in loaded.Messages) Add(message);
                MarkRead(loaded.Messages);
                break;
        }
    }

    private void Press(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter: Submit(); break;
            case ConsoleKey.Tab when key.Modifiers == ConsoleModifiers.Shift: Step(-1); break;
            case ConsoleKey.Tab or ConsoleKey.DownArrow: Step(1); break;
            case ConsoleKey.UpArrow: Step(-1); break;
            default: input = input.Press(key); break;
        }
    }

    private void Step(int step)
    {
        if (State.Neighbour(step) is { } neighbour) Select(neighbour);
    }

    private void Submit()
    {
        var text = input.Text.Trim();
        input = LineEditor.Empty;
        switch (text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case []: break;
            case ["/quit", ..]: IsOver = true; break;
            case ["/open", .. var rest]: Open(rest); break;
            case [['/', ..], ..]: notice = Welcome; break;
            default: Say(text); break;
        }
    }

    private void Say(string text)
    {
        if (selected is not { } conversation)
        {
            notice = "Open a conversation first: /open +NUMBER";
            return;
        }
        Act(async () =>
        {
            var sent = await person.Client.SendTextAsync(conversation, text, cancellation: cancel);
            return sent.Succeeded ? new Sent(sent.Value) : new Done($"Not sent: {sent.Failure.Description}");
        });
    }

    private void Open(string[] words)
    {
        var numbers = words.TakeWhile(word => word.StartsWith('+')).ToList();
        var title = numbers.Count < words.Length ? string.Join(' ', words.Skip(numbers.Count)) : null;
        if (numbers.Count == 0)
        {
            notice = "/open +NUMBER opens a dialog; several numbers, or a title behind them, make a group.";
            return;
        }
        Act(async () =>
        {
            var opened = await person.Open(numbers, title, cancel);
            return opened.Succeeded ? new Told(new ConversationChanged(opened.Value)) : new Done(opened.Failure.Description);
        });
    }

    private void Select(ConversationUuid conversation)
    {
        if (selected == conversation) return;
        selected = conversation;
        messages.Clear();
        early.Clear();
        Act(async () =>
        {
            var history = await person.Client.HistoryAsync(conversation, size: HistorySize, cancellation: cancel);
            return history.Succeeded ? new Loaded(conversation, history.Value) : new Done(history.Failure.Description);
        });
    }

    private void Hear(ClientEvent told)
    {
        switch (told)
        {
            case ConnectionChanged changed: (online, notice) = (changed.Online, changed.Online ? Welcome : changed.Description); break;
            case MessageArrived { Message: var message } when message.Conversation == selected:
                Add(message);
                MarkRead([message]);
                break;
            case MessageArrived { Message: var message }: person.Addresses.NoteNick(message.Sender, message.SenderNick); break;
            case MessageUpdated updated when updated.Conversation == selected: Count(updated); break;
            case MessageDeleted deleted: Change(deleted.Message, message => message with { IsDeleted = true }); break;
            case ConversationChanged { Conversation.Uuid: var uuid } when selected is null: Select(uuid); break;
            case ConversationRemoved removed when removed.Conversation == selected: Leave(); break;
            case RecordersChanged changed: notice = $"Recorders changed: {changed.Added.Count} new, {changed.Retired.Count} retired."; break;
            case PublicKeyChanged key: notice = $"{person.Addresses.NameOf(key.User)} has a new key: {key.Fingerprint}"; break;
            case Warned warned: notice = warned.Failure.Description; break;
            case SignedOut ended: (notice, IsOver) = (ended.Failure.Description, true); break;
        }
    }

    private void Leave()
    {
        selected = null;
        messages.Clear();
        if (person.Client.Conversations is [var latest, ..]) Select(latest.Uuid);
    }

    private void Add(Message message)
    {
        person.Addresses.NoteNick(message.Sender, message.SenderNick);
        if (message.Conversation != selected || messages.Any(known => known.Uuid == message.Uuid)) return;
        messages.Add(early.Remove(message.Uuid, out var updated) ? Counted(message, updated) : message);
        if (messages.Count > MessagesKept) messages.RemoveAt(0);
    }

    private void Count(MessageUpdated updated)
    {
        if (messages.Exists(message => message.Uuid == updated.Message))
        {
            Change(updated.Message, message => Counted(message, updated));
            return;
        }
        if (early.Count == MessagesKept) early.Clear();
        early[updated.Message] = updated;
    }

    /// <summary>Receipts only move forward, whatever order they arrive in.</summary>
    private static Message Counted(Message message, MessageUpdated updated) => message with
    {
        ReadMembers = Math.Max(message.ReadMembers, updated.ReadMembers),
        DeliveredMembers = Math.Max(message.DeliveredMembers, updated.DeliveredMembers),
        IsObjectionable = updated.Objectionable,
    };

    private void Change(MessageUuid uuid, Func<Message, Message> change)
    {
        var index = messages.FindIndex(message => message.Uuid == uuid);
        if (index >= 0) messages[index] = change(messages[index]);
    }

    private void MarkRead(IReadOnlyList<Message> shown)
    {
        var unread = shown.Where(message => message is { IsMine: false, IsEvent: false, IsDeleted: false, IsRead: false }).Select(message => message.Uuid).ToList();
        if (unread.Count == 0) return;
        var conversation = shown[0].Conversation;
        Act(async () => new Done((await person.Client.MarkReadAsync(conversation, unread, cancel)).Failure?.Description));
    }

    private void Act(Func<Task<WindowEvent>> act) => Finished = Follow(Finished, act);

    private async Task Follow(Task before, Func<Task<WindowEvent>> act)
    {
        await before;
        try
        {
            await events.WriteAsync(await act(), cancel);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The window was left meanwhile.
        }
    }

    private MessageItem Item(Message message) => new(
        message.Uuid, message.SentAt, person.Addresses.NameOf(message.Sender), message.IsMine, message.IsEvent,
        Wording.Of(message, person.Addresses.NameOf), Note(message));

    /// <summary>How far an own message has come. The author counts among those who have it.</summary>
    private static string Note(Message message) => message switch
    {
        { IsMine: false } or { IsEvent: true } or { Members: < 2 } => "",
        _ when message.ReadMembers == message.Members => "read",
        _ when message.DeliveredMembers == message.Members => "delivered",
        _ => "sent",
    };
}
