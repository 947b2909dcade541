using Hansard.Client.Messages;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Client;

/// <summary>
/// What can be said beside plain text, a call for each kind. All of them are messages: encrypted, recorded, and answered as <see cref="SendAsync"/> is.
/// How they change what a reader sees of earlier ones is what <see cref="Transcript"/> tells.
/// </summary>
public sealed partial class MessengerClient
{
    /// <summary>Answers a message.</summary>
    public Task<Result<Message>> ReplyAsync(ConversationUuid conversation, MessageUuid target, string text, CancellationToken cancellation = default) =>
        SendAsync(conversation, new TextContent(text), target, cancellation);

    /// <summary>Gives an own message another text. Nobody shows an edit by anybody else.</summary>
    public Task<Result<Message>> EditAsync(ConversationUuid conversation, MessageUuid target, string text, CancellationToken cancellation = default) =>
        SendAsync(conversation, new EditContent(target, text), cancellation: cancellation);

    /// <summary>Puts a reaction on a message in place of the user's former one; an empty emoji takes it back.</summary>
    public Task<Result<Message>> ReactAsync(ConversationUuid conversation, MessageUuid target, string emoji, CancellationToken cancellation = default) =>
        SendAsync(conversation, new ReactionContent(emoji), target, cancellation);

    /// <summary>Marks a message for this user, or takes the mark off.</summary>
    public Task<Result<Message>> StarAsync(ConversationUuid conversation, MessageUuid target, bool on = true, CancellationToken cancellation = default) =>
        SendAsync(conversation, new StarContent(target, on), cancellation: cancellation);

    /// <summary>Keeps a message in sight of everybody, or no longer.</summary>
    public Task<Result<Message>> PinAsync(ConversationUuid conversation, MessageUuid target, bool on = true, CancellationToken cancellation = default) =>
        SendAsync(conversation, new PinContent(target, on), cancellation: cancellation);

    public Task<Result<Message>> SendLinkAsync(ConversationUuid conversation, string url, CancellationToken cancellation = default) =>
        SendAsync(conversation, new LinkContent(url), cancellation: cancellation);

    /// <summary>Says what a link in an own message leads to.</summary>
    public Task<Result<Message>> PreviewLinkAsync(
        ConversationUuid conversation, MessageUuid target, string url, string? title, CancellationToken cancellation = default) =>
        SendAsync(conversation, new LinkPreviewContent(target, url, title), cancellation: cancellation);

    /// <summary>A place, in degrees (WGS 84).</summary>
    public Task<Result<Message>> SendLocationAsync(
        ConversationUuid conversation, double latitude, double longitude, string? name = null, CancellationToken cancellation = default) =>
        SendAsync(conversation, name is null ? new LocationContent(latitude, longitude) : new LocationContent(latitude, longitude, Name: name), cancellation: cancellation);

    /// <summary>Where the user is now, until a moment. The first message begins it; each further one names that as <paramref name="target"/>.</summary>
    public Task<Result<Message>> ShareLocationAsync(
        ConversationUuid conversation, double latitude, double longitude, DateTimeOffset until, MessageUuid? target = null, CancellationToken cancellation = default) =>
        SendAsync(conversation, new LiveLocationContent(latitude, longitude, until.ToUnixTimeMilliseconds(), TargetOf(target)), cancellation: cancellation);

    /// <summary>Stops sharing, where it was last.</summary>
    public Task<Result<Message>> StopSharingLocationAsync(
        ConversationUuid conversation, double latitude, double longitude, MessageUuid target, CancellationToken cancellation = default) =>
        SendAsync(conversation, new LiveLocationContent(latitude, longitude, 0, target), cancellation: cancellation);

    public Task<Result<Message>> SendContactsAsync(ConversationUuid conversation, IReadOnlyList<ContactCard> contacts, CancellationToken cancellation = default) =>
        SendAsync(conversation, new ContactsContent(contacts), cancellation: cancellation);

    /// <summary>Begins a call, or with a call's id asks others into it.</summary>
    public Task<Result<Message>> StartCallAsync(
        ConversationUuid conversation, string call, IReadOnlyList<UserId> people, bool invite = false, string? uri = null, CancellationToken cancellation = default) =>
        SendAsync(conversation, new CallContent(call, CallStatus.Started, invite ? null : people, invite ? people : null, Uri: uri), cancellation: cancellation);

    /// <param name="status">Completed, missed or cancelled: one of <see cref="CallStatus"/>.</param>
    /// <param name="duration">Of a call that came about; counted in whole seconds.</param>
    public Task<Result<Message>> EndCallAsync(
        ConversationUuid conversation, string call, int status, TimeSpan? duration = null, CancellationToken cancellation = default) =>
        SendAsync(conversation, new CallContent(call, status, DurationSeconds: duration is { } lasted ? (long)lasted.TotalSeconds : null), cancellation: cancellation);

    /// <summary>Changes what a conversation is set to; what is null stays as it is. Expiry and burn on read are 0 for never.</summary>
    public Task<Result<Message>> ChangeSettingsAsync(
        ConversationUuid conversation, string? description = null, TimeSpan? expiry = null, TimeSpan? burnOnRead = null, CancellationToken cancellation = default) =>
        SendAsync(
            conversation,
            new SettingsContent(description, expiry is { } ttl ? (long)ttl.TotalSeconds : null, burnOnRead is { } burn ? (long)burn.TotalSeconds : null),
            cancellation: cancellation);

    /// <summary>Keeps a file of a message in the conversation's store, or no longer.</summary>
    public Task<Result<Message>> SaveItemAsync(
        ConversationUuid conversation, MessageUuid target, SavedFile file, bool on = true, CancellationToken cancellation = default) =>
        SendAsync(conversation, new SavedItemContent(target, file.Guid, file.Hash, file.Key, on), cancellation: cancellation);

    /// <summary>One of the five steps in which two people compare their keys.</summary>
    public Task<Result<Message>> VerifyAsync(ConversationUuid conversation, int step, string hash, string key, CancellationToken cancellation = default) =>
        SendAsync(conversation, new VerificationContent(step, hash, key), cancellation: cancellation);

    private static MessageRef? TargetOf(MessageUuid? target) => target is { } uuid ? (MessageRef)uuid : null;
}
