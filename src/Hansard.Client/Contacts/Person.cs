using Hansard.Protocol;

namespace Hansard.Client.Contacts;

/// <summary>A registered person, found by his number.</summary>
public sealed record FoundPerson(string Number, UserId UserId);

/// <param name="Fingerprint">Of his public key, to compare by another way; null while he has none.</param>
public sealed record Person(UserId UserId, string? Fingerprint, DateTimeOffset LastLogin, bool Blocked);
