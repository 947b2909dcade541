using Hansard.Archive.Log;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Recorder.Keys;
using Hansard.Recorder.Mapping;
using Hansard.Recorder.Messages;
using Hansard.Recorder.Reading;

namespace Hansard.Recorder.Feed;

/// <summary>
/// Completes lines that were recorded as ciphertext, as soon as their session key is here: a further line of the same fact with the next revision,
/// behind everything recorded so far. The first line stays as it is. Its files are fetched after that.
/// </summary>
internal sealed class Completion(
    RecordLog log, RecordLayout layout, SessionKeyStore keys, MessageIndex messages, Scribe scribe, DiskPatience disk, RecorderProgress progress, RecorderVoice voice)
{
    /// <summary>Lines that are completed with one flush.</summary>
    private const int Together = 100;

    private readonly FactOpener opener = new(keys);

    /// <summary>Tries every key that lines wait for: some may have come back with a backup of this recorder's keys.</summary>
    public async Task CompleteAllAsync(CancellationToken cancellation)
    {
        foreach (var (conversation, key) in await disk.UntilItWorksAsync(messages.KeysWaitedFor, cancellation))
            await CompleteAsync(conversation, key, cancellation);
    }

    public async Task CompleteAsync(ConversationUuid conversation, SessionKeyUuid key, CancellationToken cancellation)
    {
        if (await disk.UntilItWorksAsync(() => keys.Find(conversation, key), cancellation) is not { Key: not null }) return;
        var (after, completed) = (0L, 0);
        while (await disk.UntilItWorksAsync(() => messages.Incomplete(conversation, key, after, Together), cancellation) is [.., var last] waiting)
        {
            var batch = new List<RecordLine>();
            foreach (var line in waiting) batch.AddRange(await disk.UntilItWorksAsync(() => Completed(line), cancellation));
            if (batch.Count > 0)
            {
                await disk.UntilItWorksAsync(() => log.Append(batch), cancellation);
                progress.Checkpointed();
            }
            await disk.UntilItWorksAsync(scribe.Keep, cancellation);
            (after, completed) = (last.Seq, completed + batch.Count(line => line.Hansard!.Position.Part == 0));
        }
        if (completed == 0) return;
        voice.Say($"The session key {key} of the conversation {conversation} is here now: {completed} lines that were recorded without text are completed.");
        var pending = await disk.UntilItWorksAsync(messages.CountMissing, cancellation);
        progress.Change(now => now with { Completed = now.Completed + completed, FilesPending = pending });
    }

    /// <summary>None where the line is gone or does not open under its key either.</summary>
    private IReadOnlyList<RecordLine> Completed(IncompleteLine incomplete) =>
        RecordSeek.At(layout, incomplete.Seq) is { } line && RecordedFact.Of(line) is { } fact && opener.Open(fact) is Captured.Body opened
            ? scribe.Complete(fact, opened, FetchedFile.Late, incomplete.Revision + 1)
            : [];
}
