using System.Text.Json.Serialization;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Protocol.Conversations;

/// <summary>
/// The newcomer gets the current session key alone; <paramref name="KeyPairUuids"/> is own: for which key pair it was
/// wrapped.
/// </summary>
public sealed record RequestAddMember(
    ConversationUuid ConversationUuid,
    SessionKeyUuid SessionKeyUuid,
    SessionKeyValue SessionKeyValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<UserId, KeyPairUuid>? KeyPairUuids = null) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestAddMember);
}

/// <summary>As <see cref="RequestAddMember"/>, and the newcomer is an admin from the start.</summary>
public sealed record RequestAddAdmin(
    ConversationUuid ConversationUuid,
    SessionKeyUuid SessionKeyUuid,
    SessionKeyValue SessionKeyValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<UserId, KeyPairUuid>? KeyPairUuids = null) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestAddAdmin);
}

public sealed record RequestChangeToAdmin(ConversationUuid ConversationUuid, UserId UserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestChangeToAdmin);
}

public sealed record RequestKickUser(ConversationUuid ConversationUuid, UserId UserId) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestKickUser);
}

public sealed record RequestLeaveConversation(ConversationUuid ConversationUuid) : IRequest<ResponseStatusMessage>
{
    public static string Type => nameof(RequestLeaveConversation);
}

/// <summary>To the user who came in, the creator too; <paramref name="UserId"/> is the receiver.</summary>
/// <param name="Entry">Own: a number that grows with each coming of the user, by which one told again is known from another.</param>
public sealed record NotificationAddMemberToConversation(
    ConversationView Conversation,
    UserId UserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Entry = null) : INotification
{
    public static string Type => nameof(NotificationAddMemberToConversation);
}

public sealed record NotificationConversationLeaved(ConversationUuid Uuid, UserId UserId) : INotification
{
    public static string Type => nameof(NotificationConversationLeaved);
}
