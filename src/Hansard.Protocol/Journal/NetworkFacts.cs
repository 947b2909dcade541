namespace Hansard.Protocol.Journal;

/// <summary><paramref name="PublicKeyBase64"/> is PEM.</summary>
public sealed record KeyPairChanged(KeyPairUuid KeyPairUuid, string PublicKeyBase64) : IFactBody
{
    public static string Kind => "keyPairChanged";
}

public sealed record UserDeleted() : IFactBody
{
    public static string Kind => "userDeleted";
}

/// <summary>A message, else a user, else the conversation of the envelope was reported.</summary>
public sealed record Reported(MessageUuid? MessageUuid, UserId? ReportedUserId, string Reason) : IFactBody
{
    public static string Kind => "reported";
}

/// <summary>A moderator's answer to the report with the sequence number <paramref name="ReportSeq"/>.</summary>
public sealed record Decided(long ReportSeq, string Decision, string? Reason) : IFactBody
{
    public static string Kind => "decided";
}

/// <summary>The network's moderators have blocked a user, or ended that.</summary>
public sealed record UserBlocked(UserId BlockedUserId, bool Blocked) : IFactBody
{
    public static string Kind => "userBlocked";
}

/// <summary>They have blocked the conversation of the envelope, or ended that.</summary>
public sealed record ConversationBlocked(bool Blocked) : IFactBody
{
    public static string Kind => "conversationBlocked";
}

/// <summary>The last fact of a network, but for what its recorders do until they have all acknowledged it.</summary>
public sealed record NetworkDeleted() : IFactBody
{
    public static string Kind => "networkDeleted";
}

/// <summary>The settings that changed, with their new values.</summary>
public sealed record NetworkSettingsChanged(IReadOnlyDictionary<string, string> Settings) : IFactBody
{
    public static string Kind => "networkSettingsChanged";
}

public sealed record RecorderAdded(UserId RecorderUserId, string Name, KeyPairUuid KeyPairUuid) : IFactBody
{
    public static string Kind => "recorderAdded";
}

public sealed record RecorderRetired(UserId RecorderUserId) : IFactBody
{
    public static string Kind => "recorderRetired";
}
