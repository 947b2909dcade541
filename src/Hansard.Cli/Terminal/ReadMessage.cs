using System.Text;
using System.Text.Json;
using Hansard.Client.Messages;
using Hansard.Protocol;
using Spectre.Console;

namespace Hansard.Cli.Terminal;

/// <summary>A message as <c>--json</c> writes it and as a line of a terminal shows it.</summary>
/// <param name="Objectionable">The network's moderators have marked it.</param>
/// <param name="Data">The content object as it was encrypted; absent for events, tombstones and what does not open.</param>
internal sealed record ReadMessage(
    MessageUuid Message, ConversationUuid Conversation, UserId Sender, string SenderName, DateTimeOffset SentAt, bool IsMine, string? Event, string Text,
    JsonElement? Data, bool Verified, bool Objectionable)
{
    public static ReadMessage Of(Message message, AddressBook addresses)
    {
        addresses.NoteNick(message.Sender, message.SenderNick);
        var data = message.Plaintext.IsEmpty ? (JsonElement?)null : JsonElement.Parse(message.Plaintext.Span);
        return new(
            message.Uuid, message.Conversation, message.Sender, addresses.NameOf(message.Sender), message.SentAt, message.IsMine, message.EventType,
            Wording.Of(message, addresses.NameOf), data, message.Verified, message.IsObjectionable);
    }

    public string ToMarkup()
    {
        StringBuilder line = new($"[grey]{SentAt.ToLocalTime():HH:mm}[/] ");
        if (Event is not null) return line.Append($"[grey italic]{Text.Shown()}[/]").ToString();
        return line.Append($"[{(IsMine ? "green" : "aqua")}]{SenderName.Shown()}[/]  {Text.ShownLines()}{(Objectionable ? $" [yellow]{Wording.Objectionable}[/]" : "")}").ToString();
    }
}
