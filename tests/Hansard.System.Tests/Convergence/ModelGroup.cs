namespace Hansard.System.Tests.Convergence;

/// <summary>A message as it should be; an event has no uuid.</summary>
internal sealed class ModelMessage(string? uuid, int author, string? eventType, IReadOnlyCollection<int> present)
{
    public string? Uuid => uuid;

    public int Author => author;

    public string? EventType => eventType;

    public int Members => present.Count;

    public bool Deleted { get; set; }

    public bool HasFile { get; set; }

    public HashSet<int> Read { get; } = present.Contains(author) ? [author] : [];

    public HashSet<int> Delivered { get; } = present.Contains(author) ? [author] : [];
}

/// <summary>
/// A group as it should be, worked out from the rules alone: who is in it and since when, its title and key, and what each may see. A device knows what
/// was said since its user last came in.
/// </summary>
internal sealed class ModelGroup
{
    private readonly List<ModelMessage> messages = [];
    private readonly Dictionary<int, int> since = [];

    public ModelGroup(IEnumerable<int> people)
    {
        foreach (var person in people) since[person] = 0;
        Admins.Add(since.Keys.First());
        AddEvent("Added", Admins[0]);
    }

    public List<int> Admins { get; } = [];

    public IReadOnlyList<int> Members => [.. since.Keys];

    public string? Title { get; private set; }

    public bool HasPicture { get; private set; }

    public string Key { get; private set; } = "first";

    public bool IsClosed { get; private set; }

    public bool IsMember(int person) => since.ContainsKey(person);

    public IEnumerable<ModelMessage> Visible(int person) => messages.Skip(since[person]);

    public IEnumerable<ModelMessage> Unread(int person) => Visible(person).Where(message => message is { EventType: null, Deleted: false } && message.Author != person && !message.Read.Contains(person));

    public void Say(int person, string uuid) => messages.Add(new ModelMessage(uuid, person, null, [.. since.Keys]));

    public void Deliver(int person, string uuid)
    {
        if (Others(person).FirstOrDefault(message => message.Uuid == uuid) is { } message) message.Delivered.Add(person);
    }

    public void Read(int person, IReadOnlyCollection<string> uuids)
    {
        foreach (var message in Others(person).Where(message => message.Uuid is { } uuid && uuids.Contains(uuid))) Read(person, message);
    }

    public void ReadAll(int person)
    {
        foreach (var message in Others(person)) Read(person, message);
    }

    /// <summary>Which of these messages this person may delete and that are there.</summary>
    public List<string> Deletable(int person, IEnumerable<string> uuids) => [.. Visible(person)
        .Where(message => message is { EventType: null, Deleted: false } && uuids.Contains(message.Uuid) && (message.Author == person || Admins.Contains(person))).Select(message => message.Uuid!)];

    public void Delete(IReadOnlyCollection<string> uuids)
    {
        foreach (var message in messages.Where(message => message.Uuid is { } uuid && uuids.Contains(uuid))) message.Deleted = true;
    }

    /// <summary>What this person has said, can see, and has brought no file for.</summary>
    public IEnumerable<ModelMessage> Fileless(int person) =>
        Visible(person).Where(message => message is { EventType: null, Deleted: false, HasFile: false } && message.Author == person);

    public void Draw(int person)
    {
        HasPicture = true;
        AddEvent("AvatarChanged", person);
    }

    public void Rename(int person, string title)
    {
        if (Title == title) return;
        Title = title;
        AddEvent("Renamed", person);
    }

    public void Rekey(int person, string key)
    {
        (Key, IsClosed) = (key, false);
        AddEvent("SessionKeyRegenerated", person);
    }

    public void Add(int person, int newcomer)
    {
        since[newcomer] = messages.Count;
        AddEvent("Added", person);
    }

    public void Promote(int person, int member)
    {
        if (Admins.Contains(member)) return;
        Admins.Add(member);
        AddEvent("AdminAdded", person);
    }

    public void Remove(int by, int member, string eventType)
    {
        since.Remove(member);
        Admins.Remove(member);
        IsClosed = true;
        if (Admins.Count == 0 && since.Count > 0) Admins.Add(since.Keys.First());
        AddEvent(eventType, by);
    }

    private IEnumerable<ModelMessage> Others(int person) => Visible(person).Where(message => message.Author != person);

    private static void Read(int person, ModelMessage message)
    {
        message.Read.Add(person);
        message.Delivered.Add(person);
    }

    private void AddEvent(string type, int by) => messages.Add(new ModelMessage(null, by, type, [.. since.Keys]));
}
