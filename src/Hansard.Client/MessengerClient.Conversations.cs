using Hansard.Client.Conversations;
using Hansard.Protocol;

namespace Hansard.Client;

/// <summary>What a person does with his conversations and with those who are in them. What only admins of a group may do is <c>forbidden</c> to others.</summary>
public sealed partial class MessengerClient
{
    /// <summary>Puts somebody into a group, who reads from then on; the conversation as it is then.</summary>
    public Task<Result<Conversation>> AddMemberAsync(
        ConversationUuid conversation, UserId newcomer, bool asAdmin = false, CancellationToken cancellation = default) =>
        On(one => one.Members.AddAsync(conversation, newcomer, asAdmin, cancellation));

    public Task<Result<Conversation>> MakeAdminAsync(ConversationUuid conversation, UserId member, CancellationToken cancellation = default) =>
        On(one => one.Members.PromoteAsync(conversation, member, cancellation));

    /// <summary>Puts a member out of a group. The next message anybody says is under a key that he has not.</summary>
    public Task<Result<Conversation>> KickAsync(ConversationUuid conversation, UserId member, CancellationToken cancellation = default) =>
        On(one => one.Members.KickAsync(conversation, member, cancellation));

    /// <summary>Leaves a group; <c>forbidden</c> for a dialog.</summary>
    public Task<Result<bool>> LeaveAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        On(one => one.Members.LeaveAsync(conversation, cancellation));

    /// <summary>Deletes a group as its admin, or a dialog, for everybody in it.</summary>
    public Task<Result<bool>> DeleteConversationAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        On(one => one.Members.DeleteAsync(conversation, cancellation));

    /// <summary>Gives a group another title, or with null none.</summary>
    public Task<Result<Conversation>> RenameConversationAsync(ConversationUuid conversation, string? title, CancellationToken cancellation = default) =>
        On(one => one.Names.RenameAsync(conversation, title, cancellation));

    /// <summary>What this user calls himself in one conversation; null: what he calls himself everywhere.</summary>
    public Task<Result<bool>> SetNickAsync(ConversationUuid conversation, string? nick, CancellationToken cancellation = default) =>
        On(one => one.Names.SetNickAsync(conversation, nick, cancellation));

    /// <summary>What the members of a conversation call themselves, as far as they do.</summary>
    public Task<Result<IReadOnlyDictionary<UserId, string>>> NicksAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        On(one => one.Names.NicksAsync(conversation, cancellation));

    /// <summary>Members with another key pair than the one the current session key is wrapped for, with the fingerprints of their new keys.</summary>
    public Task<Result<IReadOnlyDictionary<UserId, string>>> RenewedKeysAsync(ConversationUuid conversation, CancellationToken cancellation = default) =>
        On(one => one.RenewedKeys.OfAsync(conversation, cancellation));

    /// <summary>
    /// Takes messages back for everybody: one's own, in a group as its admin anybody's. Their place stays, what they said is gone.
    /// </summary>
    public Task<Result<bool>> DeleteMessagesAsync(
        ConversationUuid conversation, IReadOnlyList<MessageUuid> messages, CancellationToken cancellation = default) =>
        On(one => one.Deletion.DeleteAsync(conversation, messages, cancellation));
}
