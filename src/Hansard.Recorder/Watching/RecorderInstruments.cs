using System.Diagnostics.Metrics;
using Hansard.Recorder.Alarms;

namespace Hansard.Recorder.Watching;

/// <summary>
/// A recorder's state as instruments, named and with units as OpenTelemetry demands. All of them are asked, none is told: the recorder counts in one
/// place, and whoever reads metrics costs it nothing between two readings.
/// </summary>
internal sealed class RecorderInstruments : IDisposable
{
    public const string MeterName = "Hansard.Recorder";

    private const string Prefix = "hansard.recorder.";

    private readonly RecorderProgress progress;
    private readonly TimeProvider time;

    /// <param name="diskLeft">Bytes; null where that cannot be told.</param>
    public RecorderInstruments(RecorderSettings settings, RecorderProgress progress, Func<long?> diskLeft)
    {
        (this.progress, time) = (progress, settings.Time);
        Meter = new Meter(MeterName, typeof(RecorderInstruments).Assembly.GetName().Version?.ToString(3));
        var who = new KeyValuePair<string, object?>[] { new("network", settings.Network), new("recorder", settings.UserName) };
        Meter.CreateObservableGauge(Prefix + "info", () => new Measurement<long>(1, who), null, "Which recorder this is; always 1.");
        CountMessages();
        CountFiles();
        Count("login.successes", "{login}", "Log-ins to the server.", now => now.LogIns);
        Count("login.failures", "{login}", "Connections that could not be made and log-ins that were refused.", now => now.LogInFailures);
        Gauge("connection.outage", "s", "For how long nothing has come from the network; 0 while it is followed.", now => Seconds(now.DisconnectedSince) ?? 0);
        Gauge("lag.facts", "{fact}", "Facts that the journal has and the record has not.", now => Math.Max(0, now.Head - now.RecordedSeq));
        Gauge("lag.time", "s", "Age of the oldest fact that is not on the disk yet; 0 for none.", now => Seconds(now.OldestWaiting) ?? 0);
        Gauge("journal.position", "{fact}", "Number of the last fact on the disk.", now => now.RecordedSeq);
        Count("journal.gaps", "{fault}", "How often the server's journal did not continue the recorded one; each ends the recorder.", now => now.JournalFaults);
        Gauge("checkpoint.age", "s", "Age of the log's newest checkpoint.", now => Seconds(now.CheckpointAt));
        Gauge("halted", "{halt}", "1 while the disk keeps the recorder from recording.", now => now.HaltReason is null ? 0 : 1);
        Meter.CreateObservableGauge(Prefix + "disk.free", () => diskLeft() is { } bytes ? [new Measurement<long>(bytes)] : Array.Empty<Measurement<long>>(), "By", "Room left where the record and its attachments are written.");
    }

    public Meter Meter { get; }

    public void CountAlarms(RecorderVoice voice, AlarmWebhook? webhook)
    {
        Meter.CreateObservableCounter(Prefix + "alarms.raised", () => voice.Alarms, "{alarm}", "Alarms, those that last and those that happen once.");
        Meter.CreateObservableGauge(
            Prefix + "alarms.standing",
            () => Enum.GetValues<AlarmKind>().Select(kind => new Measurement<long>(voice.Stands(kind) ? 1 : 0, new KeyValuePair<string, object?>("alarm", AlarmNotice.NameOf(kind)))),
            "{alarm}", "1 for each alarm that is not over.");
        if (webhook is not null) Meter.CreateObservableCounter(Prefix + "alarms.lost", () => webhook.Lost, "{alarm}", "Alarms that the webhook did not take.");
    }

    public void Dispose() => Meter.Dispose();

    private void CountMessages()
    {
        Count("messages.received", "{message}", "Messages that have come from the journal.", now => now.MessagesReceived);
        Count("messages.saved", "{message}", "Messages on the disk and in the signed log.", now => now.MessagesSaved);
        Count("messages.failed", "{message}", "Messages that were saved without text, because they did not open.", now => now.MessagesFailed);
        Count("messages.completed", "{message}", "Messages that opened later and were saved again with their text.", now => now.Completed);
    }

    private void CountFiles()
    {
        Count("files.saved", "{file}", "Files on the disk.", now => now.FilesRecorded);
        Count("files.failed", "{file}", "Tries of files that failed, though the file had come to the server.", now => now.FilesFailed);
        Gauge("files.pending", "{file}", "Files that lines miss and that may come yet.", now => now.FilesPending);
        Count("files.io", "By", "Bytes of the files on the disk.", now => now.FileBytes);
    }

    private void Count(string name, string unit, string description, Func<RecorderSnapshot, long> value) =>
        Meter.CreateObservableCounter(Prefix + name, () => value(progress.Now), unit, description);

    private void Gauge(string name, string unit, string description, Func<RecorderSnapshot, long> value) =>
        Meter.CreateObservableGauge(Prefix + name, () => value(progress.Now), unit, description);

    private void Gauge(string name, string unit, string description, Func<RecorderSnapshot, double?> value) => Meter.CreateObservableGauge(
        Prefix + name, () => value(progress.Now) is { } seconds ? [new Measurement<double>(seconds)] : Array.Empty<Measurement<double>>(), unit, description);

    /// <summary>By two clocks where the time is the journal's: never below 0.</summary>
    private double? Seconds(DateTimeOffset? since) => since is { } at ? Math.Max(0, (time.GetUtcNow() - at).TotalSeconds) : null;
}
