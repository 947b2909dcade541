using Hansard.Archive.Log;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Attachments;
using Hansard.Recorder.Mapping;

namespace Hansard.Recorder.Feed;

/// <summary>
/// A page of facts onto the disk: opened, their files fetched, written. A file that comes later, or late, is told again in front of the fact that
/// brought it, so that whoever dies in between finds the fact in the feed again.
/// </summary>
internal sealed class PageRecorder(
    RecordLog log, FactOpener opener, Scribe scribe, AttachmentFetcher fetcher, LateFiles late, DiskPatience disk, RecorderProgress progress, RecorderVoice voice)
{
    /// <summary>About so many bytes are appended together, far below <see cref="RecordLog.MaximumBatchBytes"/>.</summary>
    private const long AppendBytes = 4 * 1024 * 1024;

    /// <summary>What a message makes of itself in a line at most: its content, and its text or its file's name a second time, for the file and its preview.</summary>
    private const int Repeats = 4;

    private sealed record Opened(CheckedFact Fact, Captured Captured, IReadOnlyList<WantedFile> Files, IReadOnlyList<LateFile> Called);

    /// <returns>Null, or why the connection is of no more use; nothing of the page is recorded then.</returns>
    public async Task<Failure?> RecordAsync(MessengerConnection connection, IReadOnlyList<CheckedFact> facts, CancellationToken cancellation)
    {
        if (facts.Count == 0) return null;
        var page = await disk.UntilItWorksAsync(() => Open(facts), cancellation);
        if (await fetcher.FetchAsync(connection, [.. page.SelectMany(one => one.Files.Concat(one.Called.Select(called => called.Wanted)))], cancellation) is { } lost) return lost;
        await disk.UntilItWorksAsync(() => scribe.Prepare(facts, [.. page.Select(one => one.Captured)]), cancellation);
        var batch = new List<RecordLine>(facts.Count);
        long bytes = 0;
        foreach (var one in page)
        {
            foreach (var called in one.Called) batch.AddRange(await disk.UntilItWorksAsync(() => late.Lines(called), cancellation));
            batch.AddRange(await disk.UntilItWorksAsync(() => scribe.Write(one.Fact, one.Captured, [.. one.Files.Select(file => fetcher.Of(file.Seq, file.Part))]), cancellation));
            bytes += Repeats * (one.Fact.Json.Length + SizeOf(one.Captured) + one.Called.Sum(called => SizeOf(called.Opened)));
            if (bytes < AppendBytes) continue;
            await AppendAsync(batch, cancellation);
            (batch, bytes) = ([], 0);
        }
        await AppendAsync(batch, cancellation);
        await SettleAsync([.. page.SelectMany(one => one.Called)], [.. page.SelectMany(one => one.Files)], cancellation);
        Tell(page);
        return null;
    }

    /// <summary>Tries missing files whose time has come, a few at once.</summary>
    /// <returns>Null, or why the connection is of no more use.</returns>
    public async Task<Failure?> TryAgainAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        var due = await disk.UntilItWorksAsync(late.Due, cancellation);
        if (due.Count == 0) return null;
        var lost = await fetcher.FetchAsync(connection, [.. due.Select(one => one.Wanted)], cancellation);
        var batch = new List<RecordLine>();
        foreach (var one in due) batch.AddRange(await disk.UntilItWorksAsync(() => late.Lines(one), cancellation));
        await AppendAsync(batch, cancellation);
        await SettleAsync(due, [], cancellation);
        return lost;
    }

    private Opened[] Open(IReadOnlyList<CheckedFact> facts)
    {
        var come = facts.Where(one => one.Fact.Kind == FileReady.Kind).Select(one => (one.Fact.ConversationUuid, one.Fact.BodyAs<FileReady>()))
            .Select(one => (one.ConversationUuid, one.Item2.MessageUuid, one.Item2.FileNameEncrypted)).ToHashSet();
        var called = new HashSet<(long, int)>();
        return [.. facts.Select(fact =>
        {
            var captured = opener.Open(fact);
            return new Opened(
                fact, captured,
                [.. WantedFile.Of(fact, captured).Select(file => file with { HasCome = come.Contains((file.Conversation, file.Message, file.File.FileNameEncrypted)) })],
                [.. late.CalledBy(fact.Fact).Where(one => called.Add((one.Missing.Seq, one.Missing.Part)))]);
        })];
    }

    private async Task AppendAsync(List<RecordLine> batch, CancellationToken cancellation)
    {
        if (batch.Count > 0)
        {
            await disk.UntilItWorksAsync(() => log.Append(batch), cancellation);
            progress.Checkpointed();
        }
        await disk.UntilItWorksAsync(scribe.Keep, cancellation);
    }

    private async Task SettleAsync(IReadOnlyList<LateFile> lates, IReadOnlyList<WantedFile> files, CancellationToken cancellation)
    {
        foreach (var one in lates) await disk.UntilItWorksAsync(() => late.Settle(one), cancellation);
        (long Seq, FetchedFile Outcome, bool IsNews)[] outcomes =
        [
            .. files.Select(file => (file.Seq, fetcher.Of(file.Seq, file.Part)!, true)),
            .. lates.Where(one => late.Outcome(one) is not null).Select(one => (one.Missing.Seq, late.Outcome(one)!, one.Tries == 0)),
        ];
        foreach (var failed in outcomes.Where(one => one is { IsNews: true, Outcome.HasFailed: true }))
            voice.Alarm($"Fact {failed.Seq} is recorded without its file. {failed.Outcome.Reason} It is tried again.");
        if (outcomes.Length == 0) return;
        var pending = await disk.UntilItWorksAsync(late.Count, cancellation);
        progress.Change(now => now with
        {
            FilesRecorded = now.FilesRecorded + outcomes.Count(one => one.Outcome.Stored is not null),
            FileBytes = now.FileBytes + outcomes.Sum(one => one.Outcome.Stored?.Size ?? 0),
            FilesPending = pending,
            FilesFailed = now.FilesFailed + outcomes.Count(one => one.Outcome.HasFailed),
        });
        fetcher.Recorded();
    }

    private void Tell(IReadOnlyList<Opened> page)
    {
        var unopened = page.Where(one => one.Captured is Captured.Unopened).Select(one => (one.Fact.Fact.Seq, What: (Captured.Unopened)one.Captured)).ToArray();
        foreach (var alike in unopened.GroupBy(one => (one.What.Reason, one.What.Signer)))
            voice.Alarm($"{Facts(alike.Select(one => one.Seq))} recorded without text. {alike.Key.Reason} The key's signer: {alike.Key.Signer?.Value ?? "unknown"}.");
        progress.Recorded([.. page.Select(one => one.Fact)], (unopened.Length, page.Count(one => one is { Captured: Captured.Unopened, Fact.Message: not null })));
    }

    /// <summary>A recorder that comes into an old network cannot open thousands of facts: one sentence for those alike.</summary>
    private static string Facts(IEnumerable<long> seqs) => seqs.ToArray() is [var only] ? $"Fact {only} is" : $"{seqs.Count()} facts from {seqs.First()} to {seqs.Last()} are";

    private static long SizeOf(Captured captured) => captured is Captured.Body body ? body.Plaintext.Length : 0;
}
