using Hansard.Archive.Attachments;
using Hansard.Archive.Audit;
using Hansard.Archive.Copy;
using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Hansard.Archive.Search;
using Hansard.Archive.Witness;
using Hansard.Client;
using Hansard.Client.Connections;
using Hansard.Client.Files;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Recorder.Alarms;
using Hansard.Recorder.Attachments;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Identity;
using Hansard.Recorder.Keys;
using Hansard.Recorder.Mapping;
using Hansard.Recorder.Messages;
using Hansard.Recorder.People;
using Hansard.Recorder.Watching;

namespace Hansard.Recorder;

/// <summary>One recorder, from its start to its end. It survives the server's going and coming, its own death included.</summary>
/// <param name="status">Where it tells people what it does, a line each.</param>
public sealed class RecorderRun(RecorderSettings settings, TextWriter status)
{
    /// <summary>Shorter at most than a person's client waits: while a recorder is away, the server can erase nothing.</summary>
    private static readonly BackOff Pauses = BackOff.Usual with { Longest = TimeSpan.FromSeconds(5) };

    /// <summary>In a row in which nothing of a file comes through, until the connection is given up too and made anew.</summary>
    private const int FileTries = 3;

    private readonly RecorderVoice voice = new(status, settings.Time);

    public RecorderProgress Progress { get; } = new(settings.Time);

    /// <summary>Where its metrics are shown; null before, and where they are not.</summary>
    public Uri? MetricsAt { get; private set; }

    /// <summary>Runs until cancelled. 0: cancelled; 1: it cannot start, or the journal does not hold, and a person must look.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var watch = await RecorderWatch.StartAsync(settings, Progress, voice);
        MetricsAt = watch.Address;
        try
        {
            var failure = await RecordAsync(cancellation);
            if (failure.Status == RecorderStatus.JournalFault) Progress.Change(now => now with { JournalFaults = now.JournalFaults + 1 });
            if (failure.Status == RecorderStatus.JournalFault) voice.Alarm($"{failure.Description} Recording is halted; nothing more is acknowledged.");
            else voice.Say(failure.Description);
            return 1;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            voice.Say($"Stopped. Recorded up to fact {Progress.Now.RecordedSeq}.");
            return 0;
        }
        catch (Exception e) when (e is RecordInUseException or RecordDamagedException or InvalidDataException)
        {
            voice.Alarm(e.Message);
            return 1;
        }
        finally
        {
            Progress.Change(now => now with { Phase = RecorderPhase.Stopped });
        }
    }

    private async Task<Failure> RecordAsync(CancellationToken cancellation)
    {
        if (!settings.HasUsableName) return RecorderStatus.CannotStart("A recorder's name has letters, digits, points, hyphens and underscores only.");
        if (settings.LayoutFault is { } misplaced) return RecorderStatus.CannotStart(misplaced);
        var disk = new DiskPatience(Progress, voice, settings.Time);
        using var hold = await disk.UntilItWorksAsync(() => RecordHold.Take(settings.Record, settings.Disk), cancellation);
        var loaded = await disk.UntilItWorksAsync(() => RecorderIdentity.LoadOrMake(settings, voice), cancellation);
        if (!loaded.Succeeded) return loaded.Failure;
        using var identity = loaded.Value;
        var misled = await disk.UntilItWorksAsync(() => KeepLayout(identity.LogSigner), cancellation);
        if (misled is not null) return misled;
        var messagesFile = Path.Combine(settings.StateFolder, "messages.db");
        var remover = new LineRemover(settings.Record, settings.Disk, identity.LogSigner)
        {
            Leaving = lines => LeavingRows.Forget(messagesFile, lines), Deleted = names => LeavingRows.ForgetFiles(messagesFile, names),
        };
        await disk.UntilItWorksAsync(() => FinishRemovals(remover), cancellation);
        var kept = new LogSettings(identity.LogSigner, settings.Zone.Id) { Rotation = settings.IsOneFile ? Rotation.Never : settings.Rotation };
        using var log = await disk.UntilItWorksAsync(() => RecordLog.Open(hold, kept), cancellation);
        await disk.UntilItWorksAsync(() => settings.Disk.CreateFolder(settings.StateFolder), cancellation);
        using var keys = await disk.UntilItWorksAsync(
            () => SessionKeyStore.Open(settings.Disk, Path.Combine(settings.StateFolder, "session-keys.jsonl"), identity.Bot.KeyPair), cancellation);
        using var book = await disk.UntilItWorksAsync(
            () => ConversationBook.Open(settings.Disk, Path.Combine(settings.StateFolder, "conversations.jsonl"), log.LastSeq), cancellation);
        using var messages = await disk.UntilItWorksAsync(
            () => MessageIndex.Open(messagesFile, settings.Record, log.LastSeq), cancellation);
        TellOpened(log, messages.CountMissing());
        using var searchable = new IndexKeeper(settings.Record, RecordIndex.FolderOf(settings.Record), voice.Alarm);
        await using var copies = SecondCopies.Start(
            settings.Copies, settings.Record, settings.Disk, settings.StateFolder, identity.LogSigner, new CopyVoice(voice.Say, voice.Alarm), settings.Time);

        var auditKey = Path.Combine(settings.IdentityFolder, AuditKey.FileName);
        using var audited = new AuditKeeper(new AuditAnchoring(settings.Record, settings.Disk, identity.LogSigner, auditKey, Self, settings.Time), voice.Alarm);
        await using var witnesses = new WitnessKeeper(
            settings.Witnesses, WitnessedLogs(identity.LogSigner.Key, auditKey),
            new WitnessVoice(fault => voice.Raise(AlarmKind.Witness, fault), word => voice.Clear(AlarmKind.Witness, word), voice.Alarm), settings.Time);
        using var retention = new RetentionKeeper(
            new RetentionRound(settings.Record, settings.Disk, identity.LogSigner.Key, remover, auditKey, Self, settings.Time), voice.Say, voice.Alarm, settings.Time);

        var heads = new HeadKeeper(log, settings.Time, RecordReader.Heads(settings.Record).LastOrDefault()?.Seq ?? 0);
        var people = new PeopleDirectory(PeopleDirectory.FileIn(settings.BotFolder));
        var scribe = new Scribe(book, messages, people, new FactLines(settings.Network, settings.Zone, people.NameOf));
        var folder = await disk.UntilItWorksAsync(() => AttachmentFolder.Open(settings.Record, settings.Disk, messages.HasAttachment), cancellation);
        using var downloads = new FileDownloads(settings.Server, ConnectionTo(settings).SilenceTimeout, Pauses, settings.Time) { FruitlessMaximum = FileTries };
        using var fetcher = new AttachmentFetcher(folder, downloads, disk);
        var opener = new FactOpener(keys);
        var late = new LateFiles(messages, settings.Record, opener, fetcher, scribe, settings.Time);
        var pages = new PageRecorder(log, opener, scribe, fetcher, late, disk, Progress, voice);
        var completion = new Completion(log, settings.Record, keys, messages, scribe, disk, Progress, voice);
        await completion.CompleteAllAsync(cancellation);
        var follower = new FeedFollower(log, heads, keys, pages, late, completion, disk, Progress, voice);
        try
        {
            return await ConnectAgainAndAgainAsync(new SignIn(settings, identity, Progress, voice), follower, cancellation);
        }
        finally
        {
            KeepLast(heads);
        }
    }

    private WitnessedLog[] WitnessedLogs(VerifierKey record, string auditKey) =>
    [
        new("the record", settings.Record, () => record),
        new("its audit log", settings.Record.Audit, () => AuditKey.Find(settings.Disk, auditKey, record)?.Key),
    ];

    /// <summary>Who writes in the audit log.</summary>
    private string Self => $"{settings.UserName} (recorder)";

    /// <summary>What a crash cut off. What cannot be finished is looked at by people; recording goes on.</summary>
    private void FinishRemovals(LineRemover remover)
    {
        try
        {
            remover.Recover();
        }
        catch (RecordDamagedException e)
        {
            voice.Alarm($"A removal of lines cannot be finished: {e.Message}. Recording goes on.");
        }
    }

    private Failure? KeepLayout(NoteSigner signer)
    {
        try
        {
            KeptLayout.Keep(settings.Record, settings.Disk, signer);
            return null;
        }
        catch (RecordElsewhereException elsewhere)
        {
            return RecorderStatus.CannotStart(elsewhere.Message);
        }
    }

    private async Task<Failure> ConnectAgainAndAgainAsync(SignIn signIn, FeedFollower follower, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            Progress.Connecting();
            var (failure, followed) = await ConnectOnceAsync(signIn, follower, cancellation);
            if (failure.Status is RecorderStatus.JournalFault or RecorderStatus.Unusable) return failure;
            if (followed) attempt = 0;
            voice.SayOnce($"{failure.Description} Trying again.");
            await Task.Delay(Pauses.Before(attempt), settings.Time, cancellation);
        }
    }

    private async Task<(Failure Failure, bool Followed)> ConnectOnceAsync(SignIn signIn, FeedFollower follower, CancellationToken cancellation)
    {
        var opened = await MessengerConnection.ConnectAsync(ConnectionTo(settings), cancellation);
        if (!opened.Succeeded)
        {
            Progress.Change(now => now with { LogInFailures = now.LogInFailures + 1 });
            return (opened.Failure, false);
        }
        await using var connection = opened.Value;
        var journalKey = await signIn.RunAsync(connection, cancellation);
        if (!journalKey.Succeeded) return (journalKey.Failure, false);
        voice.Say($"Recording the network {settings.Network} from {settings.Server}.");
        var before = Progress.Now.AcknowledgedSeq;
        var failure = await follower.FollowAsync(connection, settings.Network, journalKey.Value, cancellation);
        return (failure, Progress.Now.AcknowledgedSeq > before);
    }

    private static ConnectionSettings ConnectionTo(RecorderSettings settings) => new(settings.Server, settings.Network) { Time = settings.Time, WaitingNotifications = 0 };

    /// <summary>On the way out there is no waiting for a disk; the next start hears of the head again.</summary>
    private void KeepLast(HeadKeeper heads)
    {
        try
        {
            heads.Keep();
        }
        catch (RecordHaltedException e)
        {
            voice.Alarm(e.Message);
        }
    }

    private void TellOpened(RecordLog log, long filesPending)
    {
        var found = log.Recovered;
        if (found.Logged > 0) voice.Say($"{found.Logged} lines stood behind the last checkpoint of the log and were added to it.");
        if (found.TornBytes > 0) voice.Say($"An unfinished line of {found.TornBytes} bytes was cut off: it had not been acknowledged.");
        if (found.SetAside is { } file) voice.Alarm($"Lines behind a torn one were set aside in {file}; their facts are fetched again.");
        voice.Say(log.LastSeq == 0 ? $"The record in {settings.Record.Folder} is empty." : $"The record in {settings.Record.Folder} goes up to fact {log.LastSeq}.");
        DateTimeOffset? published = File.Exists(settings.Record.CheckpointFile) ? File.GetLastWriteTimeUtc(settings.Record.CheckpointFile) : null;
        Progress.Change(now => now with { RecordedSeq = log.LastSeq, CheckpointAt = published, FilesPending = filesPending });
    }
}
