using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>How a selection is looked for: an expression of FTS5 that no line can miss, and what each row it gives is still held against.</summary>
internal sealed class SelectionPlan
{
    /// <summary>Alternatives in one expression; more cost FTS5 more than they spare, and rows are held against the whole list anyway.</summary>
    private const int MostAlternatives = 64;

    private readonly HashSet<long> senders, conversations;
    private readonly HashSet<int> types;
    private readonly HashSet<string> statuses;
    private readonly IReadOnlyDictionary<long, IReadOnlyList<SeqRange>>? attended;

    private SelectionPlan(
        Selection selection, HashSet<long> senders, HashSet<long> conversations, IReadOnlyDictionary<long, IReadOnlyList<SeqRange>>? attended, string? expression)
    {
        (this.senders, this.conversations, this.attended, Expression) = (senders, conversations, attended, expression);
        (types, statuses) = ([.. selection.Types], [.. selection.Statuses]);
        (From, Before) = (selection.From ?? long.MinValue, selection.Before ?? long.MaxValue);
        Substring = selection.Substring;
    }

    /// <summary>Null where only a scan of the rows can tell.</summary>
    public string? Expression { get; }

    public long From { get; }

    public long Before { get; }

    public string? Substring { get; }

    public static SelectionPlan Of(Selection selection, PeopleLookup people)
    {
        var groups = new List<string>();
        HashSet<long> senders = [.. selection.Senders.SelectMany(people.Called)];
        HashSet<long> conversations = [.. selection.Conversations.SelectMany(people.Conversations)];
        HashSet<long> participants = [.. selection.Participants.SelectMany(people.Called)];
        var attended = selection.Members.Count == 0 ? null : people.Attended([.. selection.Members.SelectMany(people.Called)]);
        if (selection.Words is { } words) groups.Add($"text : ({words.Expression})");
        Add(groups, [.. senders.Select(key => IndexKey.Token('s', key))]);
        // Nothing in a row tells whom else a line concerns, so this list may be of any length.
        Add(groups, [.. participants.SelectMany(key => new[] { IndexKey.Token('s', key), IndexKey.Token('p', key) })], int.MaxValue);
        Add(groups, [.. conversations.Select(key => IndexKey.Token('c', key))]);
        if (attended is not null) Add(groups, [.. attended.Keys.Select(key => IndexKey.Token('c', key))]);
        if (!selection.Types.Contains(MessageType.Text)) Add(groups, [.. selection.Types.Select(Shard.FacetOfType)]);
        if (!selection.Statuses.Contains(LineStatus.Captured)) Add(groups, [.. selection.Statuses.Select(Shard.FacetOfStatus)]);
        return new SelectionPlan(selection, senders, conversations, attended, groups.Count == 0 ? null : string.Join(" AND ", groups.Select(group => $"({group})")));
    }

    /// <summary>Whether a row that the expression gave is really meant.</summary>
    public bool Takes(in ShardRow row) =>
        (types.Count == 0 || types.Contains(row.Type))
        && (statuses.Count == 0 || statuses.Contains(row.Status))
        && (senders.Count == 0 || senders.Contains(row.Sender))
        && (conversations.Count == 0 || conversations.Contains(row.Conversation))
        && (attended is null || Attended(row));

    private bool Attended(in ShardRow row)
    {
        if (!attended!.TryGetValue(row.Conversation, out var ranges)) return false;
        foreach (var range in ranges) if (range.First <= row.Place.Seq && row.Place.Seq <= range.Last) return true;
        return false;
    }

    private static void Add(List<string> groups, IReadOnlyList<string> tokens, int most = MostAlternatives)
    {
        if (tokens.Count > 0 && tokens.Count <= most) groups.Add($"facets : ({string.Join(" OR ", tokens)})");
    }
}

/// <summary>Facts from one to another, both included.</summary>
internal readonly record struct SeqRange(long First, long Last);
