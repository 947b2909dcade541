using System.Globalization;

namespace Hansard.Recorder.Alarms;

/// <summary>What one look says about one alarm.</summary>
/// <param name="Sentence">Why it stands, or that it is over.</param>
internal sealed record Finding(AlarmKind Kind, bool Stands, string Sentence);

/// <summary>Compares a recorder's state with its thresholds. Pure. An alarm that stands is over only well below its threshold, so that it does not come and go.</summary>
internal static class ThresholdCheck
{
    /// <summary>Of a time-out: when less than this part is left of it, it is over.</summary>
    private const int OverBelow = 2;

    /// <summary>Of the room on a disk: when so much more than demanded is there again, it is over, in parts of a hundred.</summary>
    private const int MoreRoomPercent = 10;

    private const double Mebibyte = 1 << 20;

    /// <param name="diskLeft">Bytes; null where that cannot be told, and then nothing is said of it.</param>
    public static IEnumerable<Finding> Of(RecorderSnapshot now, AlarmThresholds thresholds, long? diskLeft, DateTimeOffset at, Func<AlarmKind, bool> stands)
    {
        if (thresholds.Lag is { } lag)
            yield return Late(AlarmKind.Lag, now.OldestWaiting, lag, seconds => $"The record is behind: the oldest fact that is not on the disk is {seconds} seconds old.", "The record has caught up.");
        if (thresholds.Checkpoint is { } checkpoint)
        {
            // In a quiet network the checkpoint is as old as the last fact; what counts is how long others have waited since.
            var since = now.WaitingSince is { } waiting ? (now.CheckpointAt > waiting ? now.CheckpointAt : waiting) : null;
            yield return Late(AlarmKind.Checkpoint, since, checkpoint, seconds => $"Facts wait, and the log was not published for {seconds} seconds.", "The log is published again.");
        }
        if (thresholds.Outage is { } outage)
            yield return Late(AlarmKind.Connection, now.DisconnectedSince, outage, seconds => $"Nothing has come from the network for {seconds} seconds.", "The network is followed again.");
        if (thresholds.DiskBytes is { } least && diskLeft is { } left)
        {
            var isShort = left < (stands(AlarmKind.Disk) ? least + least / 100 * MoreRoomPercent : least);
            var room = string.Create(CultureInfo.InvariantCulture, $"{left / Mebibyte:0} MiB are left where the record is written.");
            yield return new Finding(AlarmKind.Disk, isShort, isShort ? $"The disk is nearly full: {room}" : $"The disk has room again: {room}");
        }

        Finding Late(AlarmKind kind, DateTimeOffset? since, TimeSpan longest, Func<string, string> late, string over)
        {
            var age = since is { } began ? at - began : TimeSpan.Zero;
            return age >= (stands(kind) ? longest / OverBelow : longest)
                ? new Finding(kind, true, late(age.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)))
                : new Finding(kind, false, over);
        }
    }
}
