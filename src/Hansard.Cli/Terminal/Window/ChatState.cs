using System.Collections.Immutable;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>All that the window shows, at one moment.</summary>
/// <param name="Notice">One line for the reader: what just happened, or what to do.</param>
/// <param name="Recorders">Who records this network; empty when nobody does.</param>
internal sealed record ChatState(
    string Me, bool Online, ImmutableArray<string> Recorders, ImmutableArray<ConversationItem> Conversations, ConversationUuid? Selected,
    ImmutableArray<MessageItem> Messages, string Notice, LineEditor Input)
{
    public ConversationItem? Open => Conversations.FirstOrDefault(conversation => conversation.Uuid == Selected);

    /// <summary>The conversation <paramref name="step"/> places further down, round the ends.</summary>
    public ConversationUuid? Neighbour(int step)
    {
        if (Conversations.IsEmpty) return null;
        var current = Open is { } open ? Conversations.IndexOf(open) : -step;
        return Conversations[((current + step) % Conversations.Length + Conversations.Length) % Conversations.Length].Uuid;
    }
}

/// <param name="Unread">Messages of others that were not read here.</param>
internal sealed record ConversationItem(ConversationUuid Uuid, string Title, bool IsDialog, int Unread);

/// <param name="Note">How far the message has come, or that it is an event; a word or nothing.</param>
internal sealed record MessageItem(MessageUuid Uuid, DateTimeOffset Sent, string Sender, bool IsOwn, bool IsEvent, string Text, string Note);
