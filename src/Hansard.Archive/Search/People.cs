namespace Hansard.Archive.Search;

/// <summary>Who is called how, and who is in which conversation, as the lines tell it one after the other. What is learned twice is the same as once.</summary>
internal sealed class People(IndexDatabase database)
{
    /// <summary>Of each kind of thing that is remembered so as not to ask SQLite for it: some tens of megabytes at most.</summary>
    private const int Remembered = 100_000;

    /// <summary>Of the row that ends everybody's attendance: smaller than any key, so that it comes first of its fact.</summary>
    private const long Nobody = 0;

    private readonly PeopleLookup lookup = new(database);
    private readonly Remembering<string, long> keys = new(Remembered);
    private readonly Remembering<long, string> names = new(Remembered);
    private readonly Remembering<long, bool> conversations = new(Remembered);
    private readonly Remembering<(long Conversation, long Person), bool> present = new(Remembered);
    private readonly Remembering<long, (long, long)> dialogs = new(Remembered);

    public static string Folded(string name) => name.Trim().ToLowerInvariant();

    public long KeyOf(string id) => keys.TryGet(id, out var key) ? key : keys.Keep(id, IndexKey.Of(id));

    public long KeyOf(NamedPerson person) => KeyOf(person.UserId ?? person.Name ?? "");

    /// <summary>Takes in what a line says of people, and returns whom it concerns beside its sender.</summary>
    public IReadOnlyCollection<long> Take(LineFacts line)
    {
        var seq = line.Position.Seq;
        Know(line.Sender, seq);
        foreach (var named in line.Named) Know(named, seq);
        var conversation = KeyOf(line.Conversation);
        KnowConversation(conversation, line);
        var attended = line.Position is { Part: 0, Revision: 0 };
        if (attended) foreach (var (change, person) in line.Attends) Attend(conversation, seq, person == default ? Nobody : KeyOf(person), change);
        if (attended && line.Speaks && line.Conversation.Length > 0) NoticePresence(conversation, seq, KeyOf(line.Sender));
        if (line.Title is { } title)
            database.Statement("INSERT OR REPLACE INTO title (conversation, seq, title) VALUES (?, ?, ?)").Bind(1, conversation).Bind(2, seq).Bind(3, title).Execute();
        if (line.Named.Count == 0 && line.Receiver is null) return [];
        return [.. line.Named.Select(KeyOf).Concat(line.Receiver is { } receiver ? Receivers(conversation, KeyOf(line.Sender), receiver) : []).Distinct()];
    }

    private void Know(NamedPerson person, long seq)
    {
        if ((person.UserId ?? person.Name) is not { Length: > 0 } userId) return;
        var key = KeyOf(userId);
        var known = names.TryGet(key, out var last);
        if (!known) database.Statement("INSERT OR IGNORE INTO person (person, userId) VALUES (?, ?)").Bind(1, key).Bind(2, userId).Execute();
        // Whom the directory does not know is called by his userId, which is no name.
        if (person.Name is not { Length: > 0 } name || name == person.UserId)
        {
            if (!known) names.Keep(key, "");
            return;
        }
        if (known && last == name) return;
        database.Statement("INSERT INTO name (folded, person, name, seq) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (folded, person) DO UPDATE SET seq = max(seq, ?4), name = ?3")
            .Bind(1, Folded(name)).Bind(2, key).Bind(3, name).Bind(4, seq).Execute();
        names.Keep(key, name);
    }

    private void KnowConversation(long conversation, LineFacts line)
    {
        if (conversations.TryGet(conversation, out _)) return;
        database.Statement("INSERT OR IGNORE INTO conversation (conversation, uuid, groupId) VALUES (?, ?, ?)")
            .Bind(1, conversation).Bind(2, line.Conversation).Bind(3, KeyOf(line.GroupId)).Execute();
        conversations.Keep(conversation, true);
    }

    private void Attend(long conversation, long seq, long person, Attendance change)
    {
        database.Statement("INSERT OR REPLACE INTO attendance (conversation, seq, person, change) VALUES (?, ?, ?, ?)")
            .Bind(1, conversation).Bind(2, seq).Bind(3, person).Bind(4, (long)change).Execute();
        dialogs.Drop(conversation);
        if (person == Nobody) present.Clear();
        else present.Keep((conversation, person), change is Attendance.In or Attendance.Master);
    }

    /// <summary>Where nobody was recorded as coming, as in a chat or before the recorder's time, whoever speaks is there.</summary>
    private void NoticePresence(long conversation, long seq, long person)
    {
        if (present.TryGet((conversation, person), out var isThere) && isThere) return;
        var last = database.Statement("SELECT change FROM attendance WHERE conversation = ? AND person IN (?, 0) AND seq <= ? ORDER BY seq DESC, person DESC LIMIT 1")
            .Bind(1, conversation).Bind(2, person).Bind(3, seq);
        var change = last.Step() ? (Attendance)last.Int64(0) : Attendance.Out;
        last.Reset();
        if (change is not (Attendance.In or Attendance.Master)) Attend(conversation, seq, person, Attendance.In);
        present.Keep((conversation, person), true);
    }

    /// <summary>A line names its receiver as the directory called him then; of a dialog it is known who the other one is.</summary>
    private IEnumerable<long> Receivers(long conversation, long sender, string name)
    {
        if (!dialogs.TryGet(conversation, out var pair)) pair = dialogs.Keep(conversation, Pair(conversation));
        if (pair.Item1 == sender && pair.Item2 != Nobody) return [pair.Item2];
        if (pair.Item2 == sender) return [pair.Item1];
        return lookup.Called(name);
    }

    /// <summary>The two people of a dialog; nobody where there are not two.</summary>
    private (long, long) Pair(long conversation)
    {
        var rows = database.Statement("SELECT DISTINCT person FROM attendance WHERE conversation = ? AND person <> 0 LIMIT 3").Bind(1, conversation);
        var people = new List<long>();
        while (rows.Step()) people.Add(rows.Int64(0));
        return people is [var one, var other] ? (one, other) : (Nobody, Nobody);
    }
}
