using System.Text.Json.Serialization;

namespace Hansard.Protocol.Conversations;

/// <summary>A conversation as one member sees it; times are epoch milliseconds.</summary>
/// <param name="LastMessage">When the last message was added.</param>
/// <param name="UnreadedCounter">Messages of others since joining, without events and deleted ones.</param>
/// <param name="JoinedUserId">Always null.</param>
/// <param name="Dialog">Repeats <paramref name="IsDialog"/> in the answer to <c>RequestGetConversationsFull</c>; absent elsewhere.</param>
public sealed record ConversationView(
    ConversationUuid Uuid,
    bool IsDialog,
    string? Title,
    SessionKeyUuid SessionKeyUuid,
    long Created,
    long LastMessage,
    int UnreadedCounter,
    IReadOnlyList<UserId> Admins,
    IReadOnlyList<UserId> Members,
    bool HasAvatar,
    long AvatarUpdated,
    UserId? JoinedUserId,
    bool Blocked,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Dialog = null);
