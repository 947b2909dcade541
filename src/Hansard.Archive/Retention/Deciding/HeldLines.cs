using Hansard.Archive.Search;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>Which lines the holds keep. What cannot be known is kept.</summary>
internal sealed class HeldLines
{
    private readonly HoldMatch[] holds;

    public HeldLines(IEnumerable<Hold> holds, ConversationBook book, KnownNames names) => this.holds = [.. holds.Select(hold => new HoldMatch(hold.Terms, book, names))];

    public bool Any => holds.Length > 0;

    public bool Keep(LineFacts line)
    {
        foreach (var hold in holds) if (hold.Keeps(line)) return true;
        return false;
    }
}

/// <summary>One hold, held against lines. Those it keeps match everything that it names.</summary>
internal sealed class HoldMatch
{
    private readonly HoldTerms terms;
    private readonly ConversationBook book;
    private readonly HashSet<string> keys = [];
    private readonly HashSet<string> folded;
    private readonly HashSet<string> conversations;
    private readonly Dictionary<string, IReadOnlyList<SeqRange>?> attended = [];

    public HoldMatch(HoldTerms terms, ConversationBook book, KnownNames names)
    {
        (this.terms, this.book) = (terms, book);
        foreach (var person in terms.Persons) keys.UnionWith(names.KeysOf(person));
        folded = [.. terms.Persons.Select(People.Folded)];
        conversations = [.. terms.Conversations];
    }

    public bool Keeps(LineFacts line) => InTime(line) && InConversation(line) && (terms.Persons.Count == 0 || Concerns(line));

    /// <summary>A line about an earlier message - an edit, a deletion, a reaction - carries what that said, so the end of the hold's time does not count for it.</summary>
    private bool InTime(LineFacts line) => line.Timestamp >= (terms.From ?? long.MinValue) && (line.Target is not null || line.Timestamp < (terms.Before ?? long.MaxValue));

    private bool InConversation(LineFacts line) => conversations.Count == 0 || conversations.Contains(line.Conversation) || conversations.Contains(line.GroupId);

    /// <summary>He wrote it, received it, is named by it, or could read it.</summary>
    private bool Concerns(LineFacts line)
    {
        if (IsMeant(line.Sender) || (line.Receiver is { } receiver && IsMeant(new NamedPerson(null, receiver)))) return true;
        foreach (var person in line.Named) if (IsMeant(person)) return true;
        if (line.Conversation.Length == 0) return false;
        if (!attended.TryGetValue(line.Conversation, out var ranges)) attended[line.Conversation] = ranges = book.Attended(line.Conversation, IsMeant);
        return ranges is null || ranges.Any(range => range.First <= line.Position.Seq && line.Position.Seq <= range.Last);
    }

    /// <summary>A line may have only one of userId and name; whom the directory does not know is called by his userId.</summary>
    private bool IsMeant(NamedPerson person) =>
        (person.UserId is { } userId && keys.Contains(userId)) || (person.Name is { } name && (keys.Contains(name) || folded.Contains(People.Folded(name))));
}
