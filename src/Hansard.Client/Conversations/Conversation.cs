using Hansard.Protocol;

namespace Hansard.Client.Conversations;

/// <summary>A conversation as this device knows it at one moment.</summary>
/// <param name="Title">Null in a dialog, in a group without one, and where it does not open.</param>
/// <param name="Admins">In a dialog both people.</param>
/// <param name="Members">Those who are not admins.</param>
/// <param name="Unread">Messages of others that this user has not read.</param>
/// <param name="SessionKey">Under which the next message is written.</param>
public sealed record Conversation(
    ConversationUuid Uuid,
    bool IsDialog,
    string? Title,
    IReadOnlyList<UserId> Admins,
    IReadOnlyList<UserId> Members,
    int Unread,
    DateTimeOffset Created,
    DateTimeOffset LastMessage,
    bool Blocked,
    SessionKeyUuid SessionKey)
{
    /// <summary>The key under which the title is; null where there is none, or nobody can say.</summary>
    internal SessionKeyUuid? TitleKey { get; init; }

    /// <summary>Messages up to this time are in <see cref="Unread"/> already: the server counted them.</summary>
    internal DateTimeOffset CountedThrough { get; init; }

    /// <summary>When its picture was set last; null where it has none.</summary>
    public DateTimeOffset? PictureChanged { get; init; }

    public IEnumerable<UserId> Everybody => Admins.Concat(Members);

    public IEnumerable<UserId> Others(UserId own) => Everybody.Where(user => user != own);
}
