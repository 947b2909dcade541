namespace Hansard.Client.Messages;

/// <summary>A file that a conversation keeps.</summary>
/// <param name="Hash">Of its bytes, in hex.</param>
/// <param name="Key">Under which it is encrypted.</param>
public sealed record SavedFile(string Guid, string Hash, string Key);
