using Hansard.Protocol.Journal;
using Hansard.Record.Format;

namespace Hansard.Recorder.Feed;

/// <summary>A fact that stands in the chain.</summary>
/// <param name="Json">As committed, byte for byte.</param>
/// <param name="CanonicalBody">Its body in the record's form.</param>
/// <param name="Chain">The journal's head hash after it.</param>
/// <param name="Message">Of a fact about a new message.</param>
/// <param name="Ciphertext">Of that message, checked against the hash in the fact; null for events, and where it was erased.</param>
internal sealed record CheckedFact(
    Fact Fact, ReadOnlyMemory<byte> Json, CanonicalJson CanonicalBody, string Chain, MessageAdded? Message = null, FeedBody? Ciphertext = null);

/// <summary>A page of the feed that continues what is recorded.</summary>
/// <param name="Facts">In order, without gap; none where there is no news.</param>
/// <param name="Head">The signed head, where the page reaches it.</param>
internal sealed record CheckedPage(IReadOnlyList<CheckedFact> Facts, HeadLine? Head);
