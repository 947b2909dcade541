namespace Hansard.Recorder.Alarms;

/// <summary>From where on a recorder's state is an alarm; null for never.</summary>
/// <param name="Lag">Age of the oldest fact that is not on the disk.</param>
/// <param name="Checkpoint">How long facts may wait without the log being published.</param>
/// <param name="DiskBytes">Room that must be left.</param>
/// <param name="Outage">How long nothing may come from the network.</param>
public sealed record AlarmThresholds(TimeSpan? Lag, TimeSpan? Checkpoint, long? DiskBytes, TimeSpan? Outage)
{
    public const int UsualLagSeconds = 300, UsualCheckpointSeconds = 120, UsualDiskMebibytes = 1024, UsualOutageMinutes = 10;

    public static readonly AlarmThresholds Usual = new(
        TimeSpan.FromSeconds(UsualLagSeconds), TimeSpan.FromSeconds(UsualCheckpointSeconds), (long)UsualDiskMebibytes << 20, TimeSpan.FromMinutes(UsualOutageMinutes));
}
