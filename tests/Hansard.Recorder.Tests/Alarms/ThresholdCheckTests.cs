using Hansard.Recorder.Alarms;
using Xunit;

namespace Hansard.Recorder.Tests.Alarms;

public sealed class ThresholdCheckTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    private static readonly RecorderSnapshot Quiet = new(RecorderPhase.Following, 7, 7, 7, 0) { CheckpointAt = At.AddDays(-3) };

    private static bool Stands(RecorderSnapshot now, AlarmKind kind, bool stood = false, long? diskLeft = long.MaxValue) =>
        ThresholdCheck.Of(now, AlarmThresholds.Usual, diskLeft, At, one => stood && one == kind).SingleOrDefault(found => found.Kind == kind)?.Stands ?? stood;

    private static DateTimeOffset Ago(double seconds) => At.AddSeconds(-seconds);

    [Fact]
    public void A_quiet_network_is_no_alarm_however_old_its_checkpoint_is() =>
        Assert.DoesNotContain(ThresholdCheck.Of(Quiet, AlarmThresholds.Usual, long.MaxValue, At, _ => true), found => found.Stands);

    [Theory]
    [InlineData(299, false, false)]
    [InlineData(300, false, true)]
    [InlineData(150, true, true)]
    [InlineData(149, true, false)]
    public void Behind_is_by_the_age_of_the_oldest_fact_that_waits(double seconds, bool stood, bool stands) =>
        Assert.Equal(stands, Stands(Quiet with { OldestWaiting = Ago(seconds) }, AlarmKind.Lag, stood));

    [Theory]
    [InlineData(119, 500, false)]
    [InlineData(120, 500, true)]
    [InlineData(500, 119, false)]
    [InlineData(500, 120, true)]
    public void The_checkpoint_is_late_when_facts_have_waited_for_it_so_long(double waiting, double checkpoint, bool stands) =>
        Assert.Equal(stands, Stands(Quiet with { WaitingSince = Ago(waiting), CheckpointAt = Ago(checkpoint) }, AlarmKind.Checkpoint));

    [Fact]
    public void Without_any_checkpoint_it_is_late_all_the_same() =>
        Assert.True(Stands(Quiet with { WaitingSince = Ago(120), CheckpointAt = null }, AlarmKind.Checkpoint));

    [Theory]
    [InlineData(599, false)]
    [InlineData(600, true)]
    public void Without_a_connection_for_too_long_it_is_said(double seconds, bool stands) =>
        Assert.Equal(stands, Stands(Quiet with { DisconnectedSince = Ago(seconds) }, AlarmKind.Connection));

    [Theory]
    [InlineData(1024, false, false)]
    [InlineData(1023, false, true)]
    [InlineData(1100, true, true)]
    [InlineData(1127, true, false)]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    public void The_disk_is_full_below_its_threshold_and_has_room_well_above_it(int? mebibytes, bool stood, bool stands) =>
        Assert.Equal(stands, Stands(Quiet, AlarmKind.Disk, stood, mebibytes is { } left ? (long)left << 20 : null));

    [Fact]
    public void What_has_no_threshold_is_no_alarm() =>
        Assert.Empty(ThresholdCheck.Of(Quiet with { OldestWaiting = Ago(1e6) }, new AlarmThresholds(null, null, null, null), 0, At, _ => true));

    [Theory]
    [InlineData("recording is halted: /r/attachments/attachment_20260301093000000_Kündigung von Anna.pdf: No space left", "recording is halted: /r/attachments/attachment_20260301093000000…")]
    [InlineData("recording is halted: /r/messages/receivedMessages.log: No space left on device", "recording is halted: /r/messages/receivedMessages.log: No space left on device")]
    [InlineData("one\r\nALARM: two\u202e", "one ALARM: two ")]
    public void What_people_called_their_files_leaves_in_no_alarm(string sentence, string text) => Assert.Equal(text, AlarmNotice.WithoutNames(sentence));

    [Fact]
    public void A_sentence_that_somebody_else_made_has_a_bound() => Assert.Equal(1_001, AlarmNotice.WithoutNames(new string('x', 5_000)).Length);
}
