using System.Collections.Immutable;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client.Messages;

/// <summary>A message as a reader sees it now, with all that was said about it since.</summary>
/// <param name="Content">After the author's edits.</param>
/// <param name="Edited">Whether it has any.</param>
/// <param name="Reactions">One of each user, the latest.</param>
/// <param name="Starred">By this user.</param>
/// <param name="Pinned">By anybody.</param>
/// <param name="Preview">What a link in it leads to, as its author says.</param>
public sealed record TranscriptEntry(
    Message Message, MessageContent? Content, bool Edited, ImmutableSortedDictionary<string, string> Reactions, bool Starred, bool Pinned, LinkPreviewContent? Preview)
{
    public static TranscriptEntry Of(Message message) =>
        new(message, message.Content, false, ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal), false, false, null);
}

/// <summary>
/// Messages as a reader sees them: what is said about another message changes that one and has no place of its own, unless the other is not there. Pure.
/// Only the author edits, previews and moves; a deleted message takes what it said about others with it.
/// </summary>
public static class Transcript
{
    /// <param name="messages">Oldest first.</param>
    public static IReadOnlyList<TranscriptEntry> Of(IEnumerable<Message> messages)
    {
        var entries = new List<TranscriptEntry>();
        var places = new Dictionary<MessageRef, int>();
        foreach (var message in messages)
        {
            if (About(message) is { } target && places.TryGetValue(target, out var place) && Told(entries[place], message) is { } changed)
            {
                entries[place] = changed;
                continue;
            }
            places.TryAdd(message.Uuid, entries.Count);
            entries.Add(TranscriptEntry.Of(message));
        }
        return entries;
    }

    /// <summary>The message that another is about; null for one that stands for itself.</summary>
    public static MessageRef? About(Message message) => message.IsDeleted ? null : message.Content switch
    {
        EditContent edit => edit.Target,
        LinkPreviewContent preview => preview.Target,
        LiveLocationContent live => live.Target,
        StarContent star => star.Target,
        PinContent pin => pin.Target,
        ReactionContent when message.ReplyTo is { } target => target,
        _ => null,
    };

    /// <summary>Null where it is not for this sender to say: then it stands for itself, so that nothing is hidden.</summary>
    private static TranscriptEntry? Told(TranscriptEntry entry, Message by)
    {
        var isAuthor = by.Sender == entry.Message.Sender;
        return by.Content switch
        {
            EditContent edit when isAuthor && entry.Content is TextContent => entry with { Content = new TextContent(edit.Text), Edited = true },
            LinkPreviewContent preview when isAuthor => entry with { Preview = preview },
            LiveLocationContent live when isAuthor && entry.Content is LiveLocationContent => entry with { Content = live },
            ReactionContent { Emoji: "" } => entry with { Reactions = entry.Reactions.Remove(by.Sender.Value) },
            ReactionContent reaction => entry with { Reactions = entry.Reactions.SetItem(by.Sender.Value, reaction.Emoji) },
            StarContent star => by.IsMine ? entry with { Starred = star.On } : entry,
            PinContent pin => entry with { Pinned = pin.On },
            _ => null,
        };
    }
}
