using Hansard.Protocol;

namespace Hansard.Recorder;

/// <summary>Failures that arise in the recorder itself, beside those of the wire and of the client.</summary>
internal static class RecorderStatus
{
    /// <summary>The server's journal is not the one that was recorded, or not the one that its key signs. Somebody must look; nothing is acknowledged.</summary>
    public const string JournalFault = "journalFault";

    /// <summary>This recorder cannot start: what it needs is missing or belongs to another.</summary>
    public const string Unusable = "unusable";

    public static Failure Fault(string description) => new(JournalFault, description);
    public static Failure CannotStart(string description) => new(Unusable, description);
}
