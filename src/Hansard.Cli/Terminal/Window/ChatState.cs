using System.Collections.Immutable;
using Hansard.Protocol;

namespace Hansard.Cli.Terminal.Window;

/// <summary>All that the window shows, at one moment.</summary>
/// <param name="Notice">One line for the reader: what just happened, or what to do.</param>
/// <param name="Recorders">Who records this network; empty when nobody does.</param>
/// <param name="Typing">Who is typing in the open conversation.</param>
/// <param name="Aside">Shown in place of the messages until the reader goes on; null for nothing.</param>
internal sealed record ChatState(
    string Me, bool Online, ImmutableArray<string> Recorders, ImmutableArray<ConversationItem> Conversations, ConversationUuid? Selected,
    ImmutableArray<MessageItem> Messages, string Notice, LineEditor Input, ImmutableArray<string> Typing, Aside? Aside = null)
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

/// <param name="Number">By which the reader names it: <c>#12</c>.</param>
/// <param name="Quoted">The beginning of what it answers; empty for nothing.</param>
/// <param name="Marks">Reactions, and that it was edited, starred or pinned.</param>
/// <param name="Note">How far the message has come; a word or nothing.</param>
internal sealed record MessageItem(
    MessageUuid Uuid, int Number, DateTimeOffset Sent, string Sender, bool IsOwn, bool IsEvent, string Quoted, string Text, string Marks, string Note);

/// <summary>A page that the reader asked for.</summary>
internal sealed record Aside(string Title, ImmutableArray<string> Lines);
