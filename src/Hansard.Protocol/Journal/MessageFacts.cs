namespace Hansard.Protocol.Journal;

/// <summary>The ciphertext is not here: it travels beside the facts and can be erased.</summary>
/// <param name="Members">Members at commit, author included.</param>
/// <param name="BodySha256">See <see cref="BodyHash"/>; null for events.</param>
public sealed record MessageAdded(
    MessageUuid MessageUuid,
    SessionKeyUuid SessionKeyUuid,
    bool HasFiles,
    MessageUuid? ReplyMessageUuid,
    int Members,
    string? BodySha256,
    bool IsEvent,
    string? EventType,
    UserId? EventUserId) : IFactBody
{
    public static string Kind => "messageAdded";
}

public sealed record MessageDeleted(MessageUuid MessageUuid) : IFactBody
{
    public static string Kind => "messageDeleted";
}

public sealed record MessageMarked(MessageUuid MessageUuid, bool Objectionable) : IFactBody
{
    public static string Kind => "messageMarked";
}

/// <summary><paramref name="Size"/> in bytes as stored, <paramref name="Sha256"/> over them in lower-case hex.</summary>
public sealed record FileReady(
    MessageUuid MessageUuid,
    string FileNameEncrypted,
    long Size,
    string MimeType,
    string Sha256) : IFactBody
{
    public static string Kind => "fileReady";
}

/// <summary>One fact per request, with exactly the messages that became read by it.</summary>
public sealed record MessagesRead(IReadOnlyList<MessageUuid> MessageUuids) : IFactBody
{
    public static string Kind => "messagesRead";
}
