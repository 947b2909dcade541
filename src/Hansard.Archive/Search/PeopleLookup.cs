namespace Hansard.Archive.Search;

/// <summary>Somebody in a conversation.</summary>
/// <param name="UserId">His name, where lines never told more.</param>
/// <param name="Name">As lines last called him; the userId where they have no name.</param>
/// <param name="IsMaster">He may change the room.</param>
public sealed record Attendee(string UserId, string Name, bool IsMaster);

/// <summary>A title and from which fact on it is one.</summary>
public sealed record TitleAt(long Seq, string Title);

/// <summary>Asks what <see cref="People"/> wrote.</summary>
internal sealed class PeopleLookup(IndexDatabase database)
{
    public IReadOnlyList<long> Called(string name) => database.Guarded(() =>
    {
        var found = new List<long> { IndexKey.Of(name) };
        var rows = database.Statement("SELECT person FROM name WHERE folded = ?").Bind(1, People.Folded(name));
        while (rows.Step()) found.Add(rows.Int64(0));
        return found;
    });

    /// <summary>By <c>vgroupid</c> or <c>hansard.conversation</c>; a key that no line has where it is neither.</summary>
    public IReadOnlyList<long> Conversations(string id) => database.Guarded(() =>
    {
        var key = IndexKey.Of(id);
        var found = new List<long> { key };
        var rows = database.Statement("SELECT conversation FROM conversation WHERE groupId = ?").Bind(1, key);
        while (rows.Step()) found.Add(rows.Int64(0));
        return found;
    });

    /// <summary>The userIds of those whom lines call so.</summary>
    public IReadOnlyList<string> UserIds(string name) => database.Guarded(() =>
    {
        var rows = database.Statement($"SELECT userId FROM person WHERE person IN ({string.Join(", ", Called(name))}) ORDER BY userId");
        var found = new List<string>();
        while (rows.Step()) found.Add(rows.Text(0));
        return (IReadOnlyList<string>)found;
    });

    /// <summary>Whether any line names somebody so.</summary>
    public bool IsKnown(string name) => Any("SELECT 1 FROM person WHERE person IN (", Called(name));

    public bool IsKnownConversation(string id) => Any("SELECT 1 FROM conversation WHERE conversation IN (", Conversations(id));

    /// <summary>In which conversations one of them was, and when.</summary>
    public IReadOnlyDictionary<long, IReadOnlyList<SeqRange>> Attended(IReadOnlyCollection<long> people) => database.Guarded(() =>
    {
        var attended = new Dictionary<long, IReadOnlyList<SeqRange>>();
        foreach (var conversation in people.SelectMany(ConversationsOf).Distinct().ToArray())
            attended[conversation] = [.. people.SelectMany(person => Attended(conversation, person))];
        return (IReadOnlyDictionary<long, IReadOnlyList<SeqRange>>)attended;
    });

    /// <summary>Who was in a conversation when a fact had happened.</summary>
    public IReadOnlyList<Attendee> Members(long conversation, long seq) => database.Guarded(() =>
    {
        var rows = database.Statement("SELECT person, change FROM attendance WHERE conversation = ? AND seq <= ? ORDER BY seq, person").Bind(1, conversation).Bind(2, seq);
        var present = new OrderedDictionary<long, bool>();
        while (rows.Step())
        {
            var person = rows.Int64(0);
            var change = (Attendance)rows.Int64(1);
            if (change == Attendance.Cleared) present.Clear();
            else if (change == Attendance.Out) present.Remove(person);
            else present[person] = change == Attendance.Master;
        }
        return (IReadOnlyList<Attendee>)[.. present.Select(one => Attendee(one.Key, one.Value, seq))];
    });

    /// <summary>The titles that a conversation had up to a fact, the oldest first.</summary>
    public IReadOnlyList<TitleAt> Titles(long conversation, long seq) => database.Guarded(() =>
    {
        var rows = database.Statement("SELECT seq, title FROM title WHERE conversation = ? AND seq <= ? ORDER BY seq").Bind(1, conversation).Bind(2, seq);
        var titles = new List<TitleAt>();
        while (rows.Step()) titles.Add(new TitleAt(rows.Int64(0), rows.Text(1)));
        return (IReadOnlyList<TitleAt>)titles;
    });

    private bool Any(string sql, IReadOnlyList<long> keys) => database.Guarded(() =>
    {
        // Keys are numbers of our own making.
        var rows = database.Statement($"{sql}{string.Join(", ", keys)})");
        var any = rows.Step();
        rows.Reset();
        return any;
    });

    /// <summary>The fact before the next one that changes who is there or the title.</summary>
    public long UnchangedUntil(long conversation, long seq) => database.Guarded(() =>
    {
        var next = database.Statement("""
            SELECT min(seq) FROM (
                SELECT min(seq) AS seq FROM attendance WHERE conversation = ?1 AND seq > ?2
                UNION ALL SELECT min(seq) FROM title WHERE conversation = ?1 AND seq > ?2)
            """).Bind(1, conversation).Bind(2, seq);
        var last = next.Step() && !next.IsNull(0) ? next.Int64(0) - 1 : long.MaxValue;
        next.Reset();
        return last;
    });

    private List<long> ConversationsOf(long person)
    {
        var rows = database.Statement("SELECT DISTINCT conversation FROM attendance WHERE person = ?").Bind(1, person);
        var found = new List<long>();
        while (rows.Step()) found.Add(rows.Int64(0));
        return found;
    }

    private List<SeqRange> Attended(long conversation, long person)
    {
        var rows = database.Statement("SELECT seq, change FROM attendance WHERE conversation = ? AND person IN (?, 0) ORDER BY seq, person").Bind(1, conversation).Bind(2, person);
        var ranges = new List<SeqRange>();
        long? since = null;
        while (rows.Step())
        {
            var seq = rows.Int64(0);
            if ((Attendance)rows.Int64(1) is Attendance.In or Attendance.Master)
            {
                since ??= seq;
            }
            else if (since is { } first)
            {
                // The fact that ends it is one that he still sees.
                ranges.Add(new SeqRange(first, seq));
                since = null;
            }
        }
        if (since is { } open) ranges.Add(new SeqRange(open, long.MaxValue));
        return ranges;
    }

    private Attendee Attendee(long person, bool isMaster, long seq)
    {
        var ids = database.Statement("SELECT userId FROM person WHERE person = ?").Bind(1, person);
        var userId = ids.Step() ? ids.Text(0) : null;
        ids.Reset();
        var names = database.Statement("SELECT name FROM name WHERE person = ? ORDER BY seq <= ? DESC, seq DESC LIMIT 1").Bind(1, person).Bind(2, seq);
        var name = names.Step() ? names.Text(0) : null;
        names.Reset();
        return new Attendee(userId ?? name ?? "", name ?? userId ?? "", isMaster);
    }
}
