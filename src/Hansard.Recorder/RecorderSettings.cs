using System.Text.RegularExpressions;
using Hansard.Archive.Copy;
using Hansard.Archive.Log;
using Hansard.Client.Encryption;
using Hansard.Record.Format;
using Hansard.Recorder.Alarms;
using Hansard.Recorder.Watching;

namespace Hansard.Recorder;

/// <summary>Which network to record, as whom, and where to.</summary>
/// <param name="Server">An http, https, ws or wss address without a path.</param>
/// <param name="UserName">The bot's name, as the network knows it.</param>
/// <param name="HostFolder">Of this machine's bots; everything of this one stands in <see cref="BotFolder"/>.</param>
public sealed partial record RecorderSettings(Uri Server, string Network, string UserName, string HostFolder)
{
    /// <summary>The environment variable from which the command takes <see cref="Passphrase"/>.</summary>
    public const string PassphraseVariable = "HANSARD_RECORDER_PASSWORD";

    /// <summary>Needed for the first start only: what <c>hansard network create</c> printed.</summary>
    public string? OneTimePassword { get; init; }

    /// <summary>Under which the private keys are kept; null keeps them under a random one in a file beside them that only this account may read.</summary>
    public string? Passphrase { get; init; }

    /// <summary>In which <c>time</c> is written.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>When a message file is closed and the next one begun.</summary>
    public Rotation Rotation { get; init; } = new();

    /// <summary>Where the record is copied to besides, while it is written.</summary>
    public CopyTargets Copies { get; init; } = CopyTargets.None;

    /// <summary>Where <c>/metrics</c> and <c>/healthz</c> are shown: <c>http://</c>, a loopback address and a port, 0 for any; null for nowhere.</summary>
    public Uri? Metrics { get; init; }

    /// <summary>From where on its own state is an alarm.</summary>
    public AlarmThresholds Thresholds { get; init; } = AlarmThresholds.Usual;

    /// <summary>Where alarms are sent to besides; null for nowhere.</summary>
    public AlarmTarget? Webhook { get; init; }

    /// <summary>Bytes that may still be written into a folder; null where that cannot be told.</summary>
    public Func<string, long?> DiskLeft { get; init; } = DiskRoom.Of;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IRecordDisk Disk { get; init; } = new PosixDisk();

    /// <summary>Makes the bot's key pair on its first start; takes seconds.</summary>
    public Func<UserKeyPair> NewKeyPair { get; init; } = UserKeyPair.Generate;

    public string BotFolder => BotFolderOf(HostFolder, UserName);

    /// <summary>Where a bot keeps everything.</summary>
    public static string BotFolderOf(string hostFolder, string userName) => Path.Combine(hostFolder, "clients", userName);

    public string IdentityFolder => Path.Combine(BotFolder, "identity");

    /// <summary>What the recorder must remember beside the record: the session keys as they were wrapped for it, who is in which conversation.</summary>
    public string StateFolder => Path.Combine(BotFolder, "state");

    public RecordLayout Record => new(Path.Combine(BotFolder, "integration", "hansard-compliance"));

    /// <summary>Whether <see cref="Metrics"/> may be this: what is shown is for this machine alone.</summary>
    public static bool CanShowMetricsAt(Uri address) => WatchPage.IsUsable(address);

    /// <summary>Whether the name can be a folder's.</summary>
    public bool HasUsableName => UsableName().IsMatch(UserName);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex UsableName();
}
