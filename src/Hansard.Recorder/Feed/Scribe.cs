using System.Security.Cryptography;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Mapping;
using Hansard.Recorder.Messages;
using Hansard.Recorder.People;

namespace Hansard.Recorder.Feed;

/// <summary>Makes a page's facts into lines with everything that a line may ask: who is in the conversation, what was said before, how people are called.</summary>
internal sealed class Scribe(ConversationBook book, MessageIndex messages, PeopleDirectory people, FactLines lines)
{
    private const int SaltBytes = 16;

    /// <summary>Before the lines of a page: durable what its conversations become, and fresh how people are called.</summary>
    /// <exception cref="IOException">The disk refused; the same call may be repeated.</exception>
    public void Prepare(IReadOnlyList<CheckedFact> facts, IReadOnlyList<Captured> captured)
    {
        people.Refresh();
        book.Keep(facts, captured);
    }

    /// <summary>The lines of the next fact.</summary>
    /// <param name="files">What came of its files, by part.</param>
    /// <inheritdoc cref="Prepare" path="/exception"/>
    public IReadOnlyList<RecordLine> Write(CheckedFact fact, Captured captured, IReadOnlyList<FetchedFile?> files)
    {
        book.Apply(fact.Fact, captured);
        return Complete(fact, captured, files, revision: 0);
    }

    /// <summary>The lines of a fact that was recorded before and can be told better now. What is set in its conversation is as it is now.</summary>
    /// <param name="part">The only part that is told again; null for all of them.</param>
    /// <inheritdoc cref="Prepare" path="/exception"/>
    public IReadOnlyList<RecordLine> Complete(CheckedFact fact, Captured captured, IReadOnlyList<FetchedFile?> files, int revision, int? part = null)
    {
        var conversation = fact.Fact.ConversationUuid;
        var scene = new LineScene(book.StateOf(conversation), messages.In(conversation?.Value ?? ""), files);
        var made = lines.Of(fact, captured, scene, Salt, revision).Where(line => part is null || line.Hansard!.Position.Part == part).ToArray();
        foreach (var line in made) messages.Take(line, fact.Message?.MessageUuid);
        return made;
    }

    /// <summary>After the lines of a page are in the record.</summary>
    /// <inheritdoc cref="Prepare" path="/exception"/>
    public void Keep() => messages.Keep();

    private static string Salt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes));
}
