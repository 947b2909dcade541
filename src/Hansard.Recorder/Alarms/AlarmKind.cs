namespace Hansard.Recorder.Alarms;

/// <summary>What an alarm is about. Each of these lasts, and its end is told; what happens once has no kind.</summary>
public enum AlarmKind
{
    /// <summary>The disk does not take what is recorded.</summary>
    Halted,
    /// <summary>The record is too far behind the journal.</summary>
    Lag,
    /// <summary>Facts wait, and the log was not published for too long.</summary>
    Checkpoint,
    /// <summary>Little room is left on the disk.</summary>
    Disk,
    /// <summary>Nothing comes from the network.</summary>
    Connection,
    /// <summary>A witness does not sign the record's checkpoints.</summary>
    Witness,
}
