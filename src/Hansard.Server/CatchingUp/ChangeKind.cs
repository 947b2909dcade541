namespace Hansard.Server.CatchingUp;

/// <summary>What of a conversation changed. Persisted numbers.</summary>
internal enum ChangeKind
{
    Renamed = 1,

    /// <summary>Subject: the user whose nick it is.</summary>
    NickChanged = 2,

    /// <summary>Subject: the session key.</summary>
    SessionKeyAdded = 3,

    /// <summary>Subject: the user who left or was kicked.</summary>
    MemberLeft = 4,

    /// <summary>Subject: the user who has another key pair.</summary>
    KeyPairChanged = 5,

    /// <summary>Subject: the user who deleted the messages.</summary>
    MessagesDeleted = 6,

    /// <summary>Something of messages changed that all members see, as what a moderator makes of them.</summary>
    MessagesMarked = 7,
    AvatarChanged = 8,

    /// <summary>Subject: the file.</summary>
    FileReady = 9,
}
