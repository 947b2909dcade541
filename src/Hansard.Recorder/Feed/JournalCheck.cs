using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;

namespace Hansard.Recorder.Feed;

/// <summary>Where the record stands in the journal.</summary>
/// <param name="Seq">The last fact that is recorded, 0 for none.</param>
/// <param name="Chain">The head hash after it.</param>
internal readonly record struct JournalPosition(long Seq, string Chain);

/// <summary>
/// Decides whether a page of the feed continues the recorded journal. Pure. A refusal means that the server shows another journal than before, or
/// one that its key does not sign: that is for people to look at, and nothing of the page may be recorded.
/// </summary>
internal static class JournalCheck
{
    public static Result<CheckedPage> Check(ResponseRecorderFeed page, JournalPosition after, string network, string journalKeyHex)
    {
        if (page.Head < after.Seq)
            return RecorderStatus.Fault($"The server's journal ends at {page.Head}, but it is recorded up to {after.Seq}: the server has lost facts.");
        var bodies = page.Bodies.DistinctBy(body => body.Seq).ToDictionary(body => body.Seq);
        var facts = new List<CheckedFact>(page.Facts.Count);
        var at = after;
        foreach (var raw in page.Facts)
        {
            var fact = CheckFact(raw, at, bodies);
            if (!fact.Succeeded) return fact.Failure;
            facts.Add(fact.Value);
            at = new JournalPosition(fact.Value.Fact.Seq, fact.Value.Chain);
        }
        return at.Seq < page.Head ? CheckShort(facts, page) : CheckHead(facts, page, at, network, journalKeyHex);
    }

    private static Result<CheckedFact> CheckFact(RawJson raw, JournalPosition before, Dictionary<long, FeedBody> bodies)
    {
        Fact fact;
        MessageAdded? message;
        try
        {
            fact = FactJson.Read(raw.Utf8.Span);
            message = fact.Kind == MessageAdded.Kind ? fact.BodyAs<MessageAdded>() : null;
        }
        catch (JsonException)
        {
            return RecorderStatus.Fault($"What the journal has after fact {before.Seq} is no fact.");
        }
        if (fact.Seq != before.Seq + 1) return RecorderStatus.Fault($"Fact {fact.Seq} comes after fact {before.Seq}.");
        if (!CanonicalJson.TryFrom(fact.Body.Utf8, out var body)) return RecorderStatus.Fault($"Fact {fact.Seq} cannot be written down.");
        var checkedFact = new CheckedFact(fact, raw.Utf8, body, JournalChain.Next(before.Chain, fact.Seq, raw.Utf8.Span), message);
        if (!bodies.TryGetValue(fact.Seq, out var ciphertext)) return checkedFact;
        return message?.BodySha256 == BodyHash.Of(ciphertext.IvBase64, ciphertext.BodyEncryptedBase64)
            ? checkedFact with { Ciphertext = ciphertext }
            : RecorderStatus.Fault($"The ciphertext of fact {fact.Seq} is not the one that the journal was made with.");
    }

    private static Result<CheckedPage> CheckShort(List<CheckedFact> facts, ResponseRecorderFeed page) => facts.Count > 0
        ? new CheckedPage(facts, null)
        : RecorderStatus.Fault($"The journal goes on to fact {page.Head}, but the server gives none of them.");

    private static Result<CheckedPage> CheckHead(List<CheckedFact> facts, ResponseRecorderFeed page, JournalPosition at, string network, string journalKeyHex)
    {
        if (at.Seq > page.Head) return RecorderStatus.Fault($"The server gives fact {at.Seq}, but says that its journal ends at {page.Head}.");
        if (at.Chain != page.HeadHash) return RecorderStatus.Fault($"At fact {at.Seq} the server's journal is another than the one that was recorded.");
        var head = new HeadLine(network, page.Head, page.HeadHash, page.HeadSignatureBase64, journalKeyHex);
        return head.IsSigned() ? new CheckedPage(facts, head) : RecorderStatus.Fault($"The head of the journal at fact {page.Head} is not signed by the journal key.");
    }
}
