namespace Hansard.Recorder;

public enum RecorderPhase
{
    Starting,
    Connecting,
    WaitingForApproval,
    Following,
    /// <summary>The disk refuses; recording goes on by itself when it can.</summary>
    DiskHalted,
    /// <summary>Ended for good: cancelled, refused, or the journal does not hold.</summary>
    Stopped,
}

/// <summary>How far a recorder is, and what it has done since its start.</summary>
/// <param name="RecordedSeq">The last fact on the disk.</param>
/// <param name="AcknowledgedSeq">The last fact that the server has been told is on the disk.</param>
/// <param name="Head">The journal's last fact as last heard of.</param>
/// <param name="Undecryptable">Lines since the start that could not be opened.</param>
/// <param name="Completed">Lines since the start that could be opened later.</param>
/// <param name="FilesRecorded">Lines since the start whose file is on the disk.</param>
/// <param name="FilesFailed">Lines since the start whose file could not be had, though it had come to the server.</param>
public sealed record RecorderSnapshot(
    RecorderPhase Phase, long RecordedSeq, long AcknowledgedSeq, long Head, long Undecryptable, long Completed = 0, long FilesRecorded = 0, long FilesFailed = 0)
{
    /// <summary>The last fact that has come; one that comes again, after a lost connection, is counted once.</summary>
    public long ReceivedSeq { get; init; }

    public long MessagesReceived { get; init; }

    /// <summary>Messages on the disk, with their text or as ciphertext.</summary>
    public long MessagesSaved { get; init; }

    /// <summary>Messages on the disk without text: those of <see cref="Undecryptable"/> that are no titles or nicks.</summary>
    public long MessagesFailed { get; init; }

    /// <summary>Of the files of <see cref="FilesRecorded"/>.</summary>
    public long FileBytes { get; init; }

    /// <summary>Files that lines miss now and that may come yet.</summary>
    public long FilesPending { get; init; }

    public long LogIns { get; init; }

    /// <summary>Connections that could not be made, and log-ins that were refused.</summary>
    public long LogInFailures { get; init; }

    /// <summary>How often the server's journal was not the one that is recorded: a gap, another past, a head without signature.</summary>
    public long JournalFaults { get; init; }

    /// <summary>When the oldest fact was committed that has come and is not on the disk yet; null for none.</summary>
    public DateTimeOffset? OldestWaiting { get; init; }

    /// <summary>Since when the journal is known to have facts that are not on the disk; null where it has none.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When the log was last published; null for never.</summary>
    public DateTimeOffset? CheckpointAt { get; init; }

    /// <summary>Since when nothing comes from the network; null while it is followed.</summary>
    public DateTimeOffset? DisconnectedSince { get; init; }

    /// <summary>Why nothing is recorded at present; null where nothing keeps it from that.</summary>
    public string? HaltReason { get; init; }
}
