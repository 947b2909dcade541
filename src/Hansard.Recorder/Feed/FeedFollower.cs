using System.Text.Json;
using Hansard.Archive.Log;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Recorder.Attachments;
using Hansard.Recorder.Keys;

namespace Hansard.Recorder.Feed;

/// <summary>
/// The recorder's work: page by page from the feed onto the disk, and only then the acknowledgement. Until the server has that, it erases nothing,
/// so whatever dies in between, the page comes again.
/// </summary>
internal sealed class FeedFollower(
    RecordLog log, HeadKeeper heads, SessionKeyStore keys, PageRecorder pages, LateFiles late, Completion completion, DiskPatience disk, RecorderProgress progress, RecorderVoice voice)
{
    private readonly KeyVerdicts verdicts = new(voice);

    private JournalPosition Recorded => new(log.LastSeq, log.Chain);

    /// <summary>Follows until the connection is of no more use, and says why.</summary>
    public async Task<Failure> FollowAsync(MessengerConnection connection, string network, string journalKeyHex, CancellationToken cancellation)
    {
        // What was recorded just before the last end may not have been acknowledged.
        var acknowledged = AcknowledgeAsync(connection, cancellation);
        // The first question waits for nothing: a journal with another past shows at once, not with its next fact.
        var asked = AskAsync(Recorded, waitMs: 0);
        while (true)
        {
            var (answer, page) = await asked;
            // The server knows of no fact that is recorded here: it was set back.
            if (answer.Failure is { Status: Status.Conflict } setBack) return RecorderStatus.Fault(setBack.Description);
            if (!answer.Succeeded) return answer.Failure;
            if (await acknowledged is { } refused) return refused;
            if (!page.Succeeded) return page.Failure;
            progress.Received(page.Value.Facts, answer.Value.Head);

            // While there is more, the server prepares it, and it is checked, as this page is written. A request that waits for news would hold up the
            // verdicts' answers.
            var next = page.Value is { Head: null, Facts: [.., var last] }
                ? Task.Run(() => AskAsync(new JournalPosition(last.Fact.Seq, last.Chain), waitMs: 0), cancellation)
                : null;
            if (await TakeAsync(connection, page.Value, answer.Value.SessionKeys, cancellation) is { } failed) return failed;
            acknowledged = page.Value.Facts.Count > 0 ? AcknowledgeAsync(connection, cancellation) : Task.FromResult<Failure?>(null);
            if (await pages.TryAgainAsync(connection, cancellation) is { } gone) return gone;
            asked = next ?? AskAsync(Recorded, late.QuietMilliseconds(Limits.FeedWaitMilliseconds));
        }

        async Task<(Result<ResponseRecorderFeed> Answer, Result<CheckedPage> Page)> AskAsync(JournalPosition after, int waitMs)
        {
            var answer = await connection.SendAsync(new RequestRecorderFeed(after.Seq, Limits.FeedFacts, waitMs), cancellation);
            return (answer, answer.Succeeded ? JournalCheck.Check(answer.Value, after, network, journalKeyHex) : answer.Failure);
        }
    }

    private async Task<Failure?> TakeAsync(
        MessengerConnection connection, CheckedPage page, IReadOnlyList<FeedSessionKey> wraps, CancellationToken cancellation)
    {
        // Durable before the verdict: a key that is confirmed is one that this recorder will still have.
        await disk.UntilItWorksAsync(() => keys.Keep(wraps), cancellation);
        var opened = await disk.UntilItWorksAsync(() => wraps.Select(wrap => (wrap, keys.Find(wrap.ConversationUuid, wrap.Uuid)!)).ToArray(), cancellation);
        if (await verdicts.GiveAsync(connection, opened, cancellation) is { } lost) return lost;
        // Before a page that may take files of these messages away.
        foreach (var wrap in wraps) await completion.CompleteAsync(wrap.ConversationUuid, wrap.Uuid, cancellation);
        try
        {
            if (await pages.RecordAsync(connection, page.Facts, cancellation) is { } cut) return cut;
        }
        catch (JsonException)
        {
            return RecorderStatus.Fault($"A fact after {log.LastSeq} does not hold what its kind says.");
        }
        if (page.Head is { } head) await disk.UntilItWorksAsync(() => heads.Offer(head, quiet: page.Facts.Count == 0), cancellation);
        return null;
    }

    private async Task<Failure?> AcknowledgeAsync(MessengerConnection connection, CancellationToken cancellation)
    {
        var through = log.LastSeq;
        if (through == 0) return null;
        var answer = await connection.SendAsync(new RequestAcknowledgeFeed(through), cancellation);
        if (!answer.Succeeded) return answer.Failure;
        progress.Change(now => now with { AcknowledgedSeq = through });
        return null;
    }
}
