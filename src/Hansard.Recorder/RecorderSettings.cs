using System.Text.RegularExpressions;
using Hansard.Archive.Copy;
using Hansard.Archive.Log;
using Hansard.Archive.Witness;
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

    /// <summary>Who signs the checkpoints of record and audit log besides, while they are written.</summary>
    public IReadOnlyList<WitnessTarget> Witnesses { get; init; } = [];

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

    /// <summary>Of the message files; null for <c>messages</c> in the record's folder.</summary>
    public string? MessagesFolder { get; init; }

    /// <summary>Of the message files' names.</summary>
    public string FilePrefix { get; init; } = RecordLayout.DefaultPrefix;

    /// <summary>Null for <c>attachments</c> in the record's folder.</summary>
    public string? AttachmentsFolder { get; init; }

    /// <summary>All messages in one file for ever, in the record's folder itself; <see cref="Rotation"/> and <see cref="MessagesFolder"/> mean nothing then.</summary>
    public bool IsOneFile { get; init; }

    public RecordLayout Record
    {
        get
        {
            var layout = new RecordLayout(Path.GetFullPath(Path.Combine(BotFolder, "integration", "hansard-compliance")), FilePrefix);
            if (IsOneFile) layout = layout with { MessagesFolder = layout.Folder };
            else if (MessagesFolder is { } messages) layout = layout with { MessagesFolder = Path.GetFullPath(messages) };
            return AttachmentsFolder is { } attachments ? layout with { AttachmentsFolder = Path.GetFullPath(attachments) } : layout;
        }
    }

    /// <summary>Why the record cannot be where it is to be; null where it can.</summary>
    public string? LayoutFault
    {
        get
        {
            var record = Record;
            if (!UsableName().IsMatch(FilePrefix)) return "A prefix of files has letters, digits, points, hyphens and underscores only.";
            foreach (var folder in new[] { record.MessagesFolder, record.AttachmentsFolder })
            {
                if (folder.Any(char.IsControl)) return "A folder's name has no control characters.";
                if (new[] { record.LogFolder, record.Audit.Folder, Path.Combine(record.Folder, "index"), IdentityFolder, StateFolder }.Any(own => IsWithin(folder, own)))
                    return $"{folder} is for something else of this recorder.";
            }
            return IsWithin(record.MessagesFolder, record.AttachmentsFolder) || record.AttachmentsFolder == record.Folder ? "Messages and attachments each need a folder of their own." : null;

            static bool IsWithin(string path, string folder) => Path.GetRelativePath(folder, path) is var way && way != ".." && !way.StartsWith("../", StringComparison.Ordinal);
        }
    }

    /// <summary>Whether <see cref="Metrics"/> may be this: what is shown is for this machine alone.</summary>
    public static bool CanShowMetricsAt(Uri address) => WatchPage.IsUsable(address);

    /// <summary>Whether the name can be a folder's.</summary>
    public bool HasUsableName => UsableName().IsMatch(UserName);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex UsableName();
}
