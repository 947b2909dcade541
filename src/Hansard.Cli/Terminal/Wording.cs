using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Messages;

namespace Hansard.Cli.Terminal;

/// <summary>Messages in words, for a line of a terminal.</summary>
internal static class Wording
{
    /// <summary>Behind a message that the network's moderators have marked.</summary>
    public const string Objectionable = "(objectionable, say the moderators)";

    public static string Of(Message message, Func<UserId, string> name)
    {
        if (message.IsDeleted) return "(deleted)";
        if (message.IsEvent) return Event(message, name);
        if (message.Problem is { } problem) return $"(cannot be opened: {problem.Description})";
        return message.Content is { } content ? Of(content) : "";
    }

    /// <summary>As it reads after what was said about it since.</summary>
    public static string Of(TranscriptEntry entry, Func<UserId, string> name) =>
        entry is { Message.IsDeleted: false, Content: { } content } ? Of(content) : Of(entry.Message, name);

    public static string Of(MessageContent content) => content switch
    {
        TextContent text => text.Text,
        LinkContent link => link.Url,
        MediaContent media => Named(media),
        MenuContent menu => $"{menu.Text} {Choices(menu.Options.Select(option => option.Text))}",
        MenuResponseContent choice => $"chose {choice.Option.TargetUrl}",
        QuickReplyContent question => $"{question.Text} {Choices(question.QuickReplies)}",
        QuickReplyResponseContent answer => answer.Reply,
        FormContent form => $"form: {form.Title}",
        FormResponseContent form => $"form filled in: {form.Title}",
        ReactionContent { Emoji: "" } => "took a reaction back",
        ReactionContent reaction => reaction.Emoji,
        ContactsContent contacts => $"contacts: {string.Join(", ", contacts.Contacts.Select(card => card.Name.FormattedName))}",
        LocationContent place => $"location: {place.Name.Value ?? place.Address.Value ?? $"{place.Latitude}, {place.Longitude}"}",
        LiveLocationContent { Expires: 0 } => "stopped sharing a location",
        LiveLocationContent live => $"shares a location: {live.Latitude}, {live.Longitude}",
        EditContent edit => $"corrected: {edit.Text}",
        LinkPreviewContent preview => $"{preview.Title} {preview.Url}".Trim(),
        CallContent { Invited: not null } => "call: others are asked in",
        CallContent call => $"call: {CallWord(call.Status)}",
        StarContent star => star.On ? "marked a message" : "took a mark off",
        PinContent pin => pin.On ? "pinned a message" : "unpinned a message",
        SettingsContent settings => Changed(settings),
        SavedItemContent item => item.On ? "keeps a file" : "keeps a file no longer",
        VerificationContent step => $"compares keys: step {step.Step}",
        _ => content.MessageType,
    };

    private static string Event(Message message, Func<UserId, string> name)
    {
        var who = name(message.Sender);
        var whom = message.EventUser is { } user ? name(user) : null;
        return message.EventType switch
        {
            EventTypes.Added when whom is null => $"{who} created the conversation",
            EventTypes.Added => $"{who} added {whom}",
            EventTypes.Left => $"{who} left",
            EventTypes.Kicked => $"{who} removed {whom}",
            EventTypes.AdminAdded => $"{who} made {whom} admin",
            EventTypes.Renamed => $"{who} changed the title",
            EventTypes.AvatarChanged => $"{who} changed the picture",
            EventTypes.SessionKeyRegenerated => $"{who} renewed the key",
            var other => $"{who}: {other}",
        };
    }

    private static string Changed(SettingsContent settings) => string.Join(", ", new[]
    {
        settings.Description is { } description ? $"described this as: {description}" : null,
        settings.TtlSeconds switch { null => null, 0 => "messages stay", var seconds => $"messages expire after {seconds} s" },
        settings.BurnOnReadSeconds switch { null => null, 0 => "read messages stay", var seconds => $"read messages go after {seconds} s" },
        settings.MeetingKey is null ? null : "changed the meeting key",
    }.OfType<string>());

    private static string Named(MediaContent media) =>
        string.Join(" ", new[]
        {
            $"{media.MessageType.ToLowerInvariant()}:", media.FileName.Value, media.File is { } file ? $"({ByteCount.Of(file.Size)})" : null, media.Caption.Value,
        }.Where(part => part is not null));

    private static string Choices(IEnumerable<string> choices) => $"[{string.Join(" | ", choices)}]";

    private static string CallWord(int status) => status switch
    {
        CallStatus.Started => "started",
        CallStatus.Completed => "ended",
        CallStatus.Missed => "missed",
        CallStatus.Cancelled => "cancelled",
        _ => "unknown",
    };
}
