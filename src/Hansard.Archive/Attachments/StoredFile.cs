namespace Hansard.Archive.Attachments;

/// <summary>An attachment that is whole and durable, under its final name.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Sha256">Over its bytes, lower-case hex.</param>
public sealed record StoredFile(string Path, string Sha256, long Size);
