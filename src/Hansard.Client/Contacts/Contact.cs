using Hansard.Protocol;

namespace Hansard.Client.Contacts;

/// <summary>Somebody whom the user keeps. All but his id is encrypted under the user's metadata key, which the server does not have.</summary>
/// <param name="Name">What the user knows him by, such as his number.</param>
/// <param name="Nick">What the user calls him; null where he does not.</param>
/// <param name="TrustedFingerprint">Of the public key that the user has compared with him; null where he has not.</param>
public sealed record Contact(UserId UserId, string Name, string? Nick = null, string? TrustedFingerprint = null);
