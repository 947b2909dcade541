namespace Hansard.Record.Format;

/// <summary><c>hansard.status</c>: whether the line holds what the fact says. Frozen by test.</summary>
public static class LineStatus
{
    public const string Captured = "captured";

    /// <summary>The body could not be opened; the line names who signed its key and keeps the ciphertext, to be completed by a later revision.</summary>
    public const string Undecryptable = "undecryptable";

    public const string AttachmentMissing = "attachment-missing";
}
