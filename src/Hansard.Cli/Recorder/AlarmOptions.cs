using System.CommandLine;
using System.Text;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Recorder.Alarms;

namespace Hansard.Cli.Recorder;

/// <summary>When a recorder calls somebody, and whom.</summary>
internal static class AlarmOptions
{
    private const int MinimumKeyCharacters = 16;

    private static readonly Option<Uri?> Webhook = Values.Address("--alarm-webhook", $"POST every alarm to this https:// address, signed with the key in ${AlarmTarget.KeyVariable}.");

    private static readonly Option<int> Lag = Values.Number(
        "--alarm-lag-seconds", 0, 1_000_000, AlarmThresholds.UsualLagSeconds, "Alarm when the oldest fact that is not recorded is so old; 0 for never.");

    private static readonly Option<int> Checkpoint = Values.Number(
        "--alarm-checkpoint-seconds", 0, 1_000_000, AlarmThresholds.UsualCheckpointSeconds, "Alarm when facts wait and the log was not published for so long; 0 for never.");

    private static readonly Option<int> Disk = Values.Number(
        "--alarm-disk-mebibytes", 0, 1 << 30, AlarmThresholds.UsualDiskMebibytes, "Alarm when less room is left; 0 for never.");

    private static readonly Option<int> Outage = Values.Number(
        "--alarm-outage-minutes", 0, 100_000, AlarmThresholds.UsualOutageMinutes, "Alarm when nothing comes from the network for so long; 0 for never.");

    public static IEnumerable<Option> All => [Webhook, Lag, Checkpoint, Disk, Outage];

    public static AlarmThresholds Thresholds(ParseResult arguments) => new(
        Seconds(arguments.GetValue(Lag)),
        Seconds(arguments.GetValue(Checkpoint)),
        arguments.GetValue(Disk) is > 0 and var mebibytes ? (long)mebibytes << 20 : null,
        Seconds(arguments.GetValue(Outage) * 60));

    /// <summary>Null where none is named.</summary>
    public static Result<AlarmTarget?> Target(ParseResult arguments)
    {
        if (arguments.GetValue(Webhook) is not { } address) return (AlarmTarget?)null;
        if (!AlarmTarget.IsUsable(address)) return Failure.Invalid("--alarm-webhook is an https:// address, or an http:// one of this machine.");
        var key = Environment.GetEnvironmentVariable(AlarmTarget.KeyVariable)?.Trim() ?? "";
        return key.Length >= MinimumKeyCharacters
            ? new AlarmTarget(address, Encoding.UTF8.GetBytes(key))
            : Failure.Invalid($"--alarm-webhook needs the key of its signatures in ${AlarmTarget.KeyVariable}, {MinimumKeyCharacters} characters at least.");
    }

    private static TimeSpan? Seconds(int seconds) => seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
}
