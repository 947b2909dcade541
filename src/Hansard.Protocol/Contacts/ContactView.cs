namespace Hansard.Protocol.Contacts;

/// <summary>An entry of a user's own list; all but the id is encrypted under his metadata key.</summary>
public sealed record ContactView(
    UserId ContactId,
    string ContactIdEncrypted,
    string? NickEncrypted,
    string? TrustedFingerprintEncrypted);
