namespace Hansard.Protocol.Journal;

/// <summary><paramref name="Title"/> is an envelope under the first session key.</summary>
public sealed record ConversationCreated(
    bool IsDialog,
    string? Title,
    IReadOnlyList<UserId> Admins,
    IReadOnlyList<UserId> Members,
    SessionKeyUuid SessionKeyUuid) : IFactBody
{
    public static string Kind => "conversationCreated";
}

public sealed record ConversationDeleted() : IFactBody
{
    public static string Kind => "conversationDeleted";
}

public sealed record ConversationRenamed(string? Title) : IFactBody
{
    public static string Kind => "conversationRenamed";
}

/// <summary><paramref name="AvatarUpdated"/> in epoch milliseconds.</summary>
public sealed record ConversationAvatarChanged(long AvatarUpdated) : IFactBody
{
    public static string Kind => "conversationAvatarChanged";
}

public sealed record MemberNickChanged(string? Nick) : IFactBody
{
    public static string Kind => "memberNickChanged";
}

public sealed record MemberAdded(UserId MemberUserId, bool Admin, SessionKeyUuid SessionKeyUuid) : IFactBody
{
    public static string Kind => "memberAdded";
}

/// <summary>Who left stands in the envelope.</summary>
public sealed record MemberLeft() : IFactBody
{
    public static string Kind => "memberLeft";
}

public sealed record MemberKicked(UserId MemberUserId) : IFactBody
{
    public static string Kind => "memberKicked";
}

public sealed record MemberPromoted(UserId MemberUserId) : IFactBody
{
    public static string Kind => "memberPromoted";
}
