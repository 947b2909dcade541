namespace Hansard.Protocol.Journal;

/// <summary>The wraps themselves are no part of the journal.</summary>
public sealed record SessionKeyAdded(
    SessionKeyUuid SessionKeyUuid,
    SessionKeyUuid? PreviousSessionKeyUuid,
    UserId SignerUserId,
    KeyPairUuid SignerKeyPairUuid) : IFactBody
{
    public static string Kind => "sessionKeyAdded";
}

/// <summary>No message is accepted under this key any more.</summary>
/// <param name="Reason">One of <see cref="ClosingReasons"/>.</param>
/// <param name="Detail">What the recorder said who rejected the key, else null.</param>
public sealed record SessionKeyClosed(SessionKeyUuid SessionKeyUuid, string Reason, string? Detail) : IFactBody
{
    public static string Kind => "sessionKeyClosed";
}
