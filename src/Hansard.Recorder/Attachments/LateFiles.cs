using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;
using Hansard.Recorder.Messages;
using Hansard.Recorder.Reading;

namespace Hansard.Recorder.Attachments;

/// <summary>
/// Lines that miss their file: which of them a fact gives reason to try, which are to be tried by now, and what becomes of them. A file that comes
/// makes a further line with the next revision; one that fails waits longer each time.
/// </summary>
internal sealed class LateFiles(MessageIndex messages, RecordLayout layout, FactOpener opener, AttachmentFetcher fetcher, Scribe scribe, TimeProvider time)
{
    /// <summary>Tried together between two pages of the feed.</summary>
    private const int Together = 8;

    /// <summary>Of a conversation that is deleted: files that are tried a last time.</summary>
    private const int LastTriesMaximum = 1_000;

    /// <summary>After so many tries, more than a week, only the next start tries again.</summary>
    private const int TriesMaximum = 40;

    private static readonly BackOff Pauses = new(TimeSpan.FromSeconds(30), TimeSpan.FromHours(6), Random.Shared.NextDouble);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The files that a fact gives reason to fetch: they have come, or are about to go.</summary>
    public IReadOnlyList<LateFile> CalledBy(Fact fact)
    {
        if (fact.ConversationUuid is not { } conversation) return [];
        if (fact.Kind == FileReady.Kind && fact.BodyAs<FileReady>() is var ready)
            return [.. Of(conversation, ready.MessageUuid).Where(late => late.Wanted.File.FileNameEncrypted == ready.FileNameEncrypted)];
        MessageUuid? message = fact.Kind == MessageDeleted.Kind ? fact.BodyAs<MessageDeleted>().MessageUuid : null;
        return message is null && fact.Kind != ConversationDeleted.Kind ? [] : [.. Of(conversation, message).Select(late => late with { IsLeaving = true })];
    }

    /// <summary>The files whose time has come.</summary>
    public IReadOnlyList<LateFile> Due() => Load(messages.Due(Now, Now + (long)Pauses.Longest.TotalMilliseconds, Together));

    /// <summary>Files that may come yet.</summary>
    public long Count() => messages.CountMissing();

    /// <summary>How long there is nothing to do here, in milliseconds; at most <paramref name="longest"/>.</summary>
    public int QuietMilliseconds(int longest) => messages.NextDue() is { } due ? (int)Math.Clamp(due - Now, 0, longest) : longest;

    /// <summary>The line of a file that has come; none while it has not.</summary>
    public IReadOnlyList<RecordLine> Lines(LateFile late) => Outcome(late) is { Stored: not null } outcome
        ? scribe.Complete(late.Fact, late.Opened, [.. Enumerable.Repeat<FetchedFile?>(null, late.Missing.Part), outcome], late.Missing.Revision + 1, late.Missing.Part)
        : [];

    /// <summary>After the lines of those that came are in the record: sees to the others.</summary>
    public void Settle(LateFile late)
    {
        if (Outcome(late) is not { Stored: null }) return;
        var tries = late.Tries + 1;
        if (late.IsLeaving) messages.Forget(late.Missing);
        else messages.Postpone(late.Missing, tries, tries < TriesMaximum ? Now + (long)Pauses.Before(late.Tries).TotalMilliseconds : null);
    }

    /// <summary>What fetching it has come to; null while a lost connection has kept it from that.</summary>
    public FetchedFile? Outcome(LateFile late) => fetcher.Of(late.Missing.Seq, late.Missing.Part);

    private LateFile[] Of(ConversationUuid conversation, MessageUuid? message) => Load(messages.Missing(conversation, message, LastTriesMaximum));

    private LateFile[] Load(IReadOnlyList<(MissingFile File, int Tries)> missing) => [.. missing.Select(one => Load(one.File, one.Tries)).OfType<LateFile>()];

    private LateFile? Load(MissingFile missing, int tries)
    {
        if (RecordSeek.At(layout, missing.Seq) is { } line && RecordedFact.Of(line) is { } fact
            && (RecordedFact.Content(line) ?? opener.Open(fact)) is Captured.Body opened
            && WantedFile.Of(fact, opened).ElementAtOrDefault(missing.Part) is { } wanted) return new LateFile(missing, tries, fact, opened, wanted with { HasCome = true });
        // Its line was removed, and the file with it.
        messages.Forget(missing);
        return null;
    }
}
