using System.Collections.Immutable;
using System.Globalization;
using Hansard.Client.Events;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Cli.Terminal.Window;

/// <summary>The messages of the open conversation, each with the number by which the reader names it.</summary>
internal sealed class MessageList(SignedIn person)
{
    /// <summary>How many are kept; older ones are read with <c>hansard client read</c>.</summary>
    private const int Kept = 500;

    private const int QuotedCharacters = 24;

    private readonly List<Message> messages = [];
    private readonly Dictionary<MessageUuid, int> numbers = [];
    private int last;

    /// <summary>Counters that arrived before their message did: another may read it sooner than its own answer is here.</summary>
    private readonly Dictionary<MessageUuid, MessageUpdated> early = [];

    public ImmutableArray<MessageItem> Items
    {
        get
        {
            var entries = Transcript.Of(messages);
            var byUuid = entries.ToDictionary(entry => entry.Message.Uuid);
            return [.. entries.Select(entry => Item(entry, byUuid))];
        }
    }

    public void Clear()
    {
        messages.Clear();
        numbers.Clear();
        early.Clear();
        last = 0;
    }

    public void Add(Message message)
    {
        if (numbers.ContainsKey(message.Uuid)) return;
        messages.Add(early.Remove(message.Uuid, out var updated) ? Counted(message, updated) : message);
        numbers[message.Uuid] = ++last;
        if (messages.Count <= Kept) return;
        numbers.Remove(messages[0].Uuid);
        messages.RemoveAt(0);
    }

    public void Delete(MessageUuid uuid) => Change(uuid, message => message with { IsDeleted = true });

    public void Count(MessageUpdated updated)
    {
        if (Change(updated.Message, message => Counted(message, updated))) return;
        if (early.Count == Kept) early.Clear();
        early[updated.Message] = updated;
    }

    /// <summary>The message with this number; null for none.</summary>
    public Message? Numbered(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            ? Transcript.Of(messages).Select(entry => entry.Message).FirstOrDefault(message => numbers[message.Uuid] == wanted)
            : null;

    /// <summary>The last thing that was said by this user, or by others.</summary>
    public Message? Latest(bool own) =>
        Transcript.Of(messages).Select(entry => entry.Message).LastOrDefault(message => message is { IsEvent: false, IsDeleted: false } && message.IsMine == own);

    /// <summary>The last message that has a file.</summary>
    public Message? LatestFile() => messages.LastOrDefault(message => message is { IsDeleted: false, Content: MediaContent { File: not null } });

    private bool Change(MessageUuid uuid, Func<Message, Message> change)
    {
        var index = messages.FindIndex(message => message.Uuid == uuid);
        if (index >= 0) messages[index] = change(messages[index]);
        return index >= 0;
    }

    /// <summary>Receipts only move forward, whatever order they arrive in.</summary>
    private static Message Counted(Message message, MessageUpdated updated) => message with
    {
        ReadMembers = Math.Max(message.ReadMembers, updated.ReadMembers),
        DeliveredMembers = Math.Max(message.DeliveredMembers, updated.DeliveredMembers),
        IsObjectionable = updated.Objectionable,
    };

    private MessageItem Item(TranscriptEntry entry, Dictionary<MessageUuid, TranscriptEntry> known)
    {
        var message = entry.Message;
        return new(
            message.Uuid, numbers[message.Uuid], message.SentAt, person.Addresses.NameOf(message.Sender), message.IsMine, message.IsEvent,
            message.ReplyTo is { } target && known.TryGetValue(target, out var quoted) ? Quoted(quoted) : "",
            Wording.Of(entry, person.Addresses.NameOf), Marks(entry), Note(message));
    }

    private string Quoted(TranscriptEntry entry)
    {
        var words = Plain.Line(Wording.Of(entry, person.Addresses.NameOf));
        var text = new StringInfo(words);
        return text.LengthInTextElements > QuotedCharacters ? text.SubstringByTextElements(0, QuotedCharacters) + "…" : words;
    }

    private static string Marks(TranscriptEntry entry) => entry.Message.IsDeleted ? "" : string.Join(' ', (string[])
    [
        .. entry.Edited ? ["(edited)"] : Array.Empty<string>(),
        .. entry.Preview is { Title: { } title } ? [$"[{title}]"] : Array.Empty<string>(),
        .. entry.Reactions.Values.GroupBy(emoji => emoji).Select(alike => alike.Count() > 1 ? $"{alike.Key}{alike.Count()}" : alike.Key),
        .. entry.Starred ? ["★"] : Array.Empty<string>(),
        .. entry.Pinned ? ["pinned"] : Array.Empty<string>(),
        .. entry.Message.IsObjectionable ? [Wording.Objectionable] : Array.Empty<string>(),
    ]);

    /// <summary>How far an own message has come. The author counts among those who have it.</summary>
    private static string Note(Message message) => message switch
    {
        { IsMine: false } or { IsEvent: true } or { Members: < 2 } => "",
        _ when message.ReadMembers == message.Members => "read",
        { ReadMembers: > 1 } => $"read by {message.ReadMembers - 1}",
        _ when message.DeliveredMembers == message.Members => "delivered",
        _ => "sent",
    };
}
