namespace Hansard.Server.Tests.Messages;

/// <summary>A message as the model keeps it: who was there, and each one's receipt spelled out.</summary>
internal sealed record ModelMessage(int Author, string? EventType, int? About, HashSet<int> Present)
{
    /// <summary>Null for an event, as long as nobody needs to name it.</summary>
    public string? Uuid { get; set; }

    public HashSet<int> Delivered { get; } = Present.Contains(Author) ? [Author] : [];

    public HashSet<int> Read { get; } = Present.Contains(Author) ? [Author] : [];

    public bool Deleted { get; set; }

    public bool IsEvent => EventType is not null;
}

/// <summary>
/// A group as the design describes it and as slow as that: no ranges, no running counts, no memory beside the list. Person 0 has made it with
/// the others in it. Each operation answers the status that the server must give.
/// </summary>
internal sealed class GroupModel
{
    private readonly List<int> members;
    private readonly HashSet<int> admins = [0];
    private readonly HashSet<int> everMembers;

    public GroupModel(params int[] others)
    {
        members = [.. others, 0];
        everMembers = [.. members];
        AddEvent("Added", 0, null);
    }

    public List<ModelMessage> Messages { get; } = [];

    public bool IsMember(int person) => members.Contains(person);

    /// <summary>Somebody is out who has the current key.</summary>
    public bool IsClosed { get; private set; }

    public bool IsGone => members.Count == 0;

    /// <summary>How it stands with somebody who asks for anything: null for a member.</summary>
    public string? Stranger(int person) => IsGone || !everMembers.Contains(person) ? "notFound" : IsMember(person) ? null : "forbidden";

    public IEnumerable<ModelMessage> Visible(int person) => Messages.Where(message => message.Present.Contains(person));

    public IEnumerable<ModelMessage> Unread(int person) =>
        Visible(person).Where(message => message is { IsEvent: false, Deleted: false } && message.Author != person && !message.Read.Contains(person));

    public IReadOnlyList<int> Members => members;

    public (int[] Admins, int[] Others) Roles => ([.. members.Where(admins.Contains)], [.. members.Where(member => !admins.Contains(member))]);

    public string Say(int person, string uuid, string? replyTo)
    {
        if (Stranger(person) is { } refusal) return refusal;
        if (IsClosed) return "incompleteKeys";
        if (replyTo is not null && Seen(person, replyTo) is null) return "notFound";
        Messages.Add(new ModelMessage(person, null, null, [.. members]) { Uuid = uuid });
        return "ok";
    }

    public string Deliver(int person, string uuid)
    {
        if (Stranger(person) is { } refusal) return refusal;
        if (Seen(person, uuid) is { } message && message.Author != person) message.Delivered.Add(person);
        return "ok";
    }

    public string Read(int person, IEnumerable<string> uuids)
    {
        if (Stranger(person) is { } refusal) return refusal;
        foreach (string uuid in uuids)
            if (Seen(person, uuid) is { } message && message.Author != person) Mark(message, person);
        return "ok";
    }

    public string ReadAll(int person)
    {
        if (Stranger(person) is { } refusal) return refusal;
        foreach (ModelMessage message in Visible(person)) Mark(message, person);
        return "ok";
    }

    public string Delete(int person, IReadOnlyCollection<string> uuids)
    {
        if (Stranger(person) is { } refusal) return refusal;
        foreach (string uuid in uuids)
        {
            if (Seen(person, uuid) is not { } message) return "notFound";
            if (message.Author != person && !admins.Contains(person)) return "forbidden";
        }
        foreach (string uuid in uuids) Seen(person, uuid)!.Deleted = true;
        return "ok";
    }

    public string Add(int person, int newcomer, bool admin)
    {
        if (OfAdmin(person) is { } refusal) return refusal;
        if (IsMember(newcomer)) return "conflict";
        if (IsClosed) return "conflict";
        members.Add(newcomer);
        everMembers.Add(newcomer);
        if (admin) admins.Add(newcomer);
        AddEvent(admin ? "AdminAdded" : "Added", person, newcomer);
        return "ok";
    }

    public string Promote(int person, int member)
    {
        if (OfAdmin(person) is { } refusal) return refusal;
        if (!IsMember(member)) return "notFound";
        if (admins.Add(member)) AddEvent("AdminAdded", person, member);
        return "ok";
    }

    public string Kick(int person, int member)
    {
        if (OfAdmin(person) is { } refusal) return refusal;
        if (person == member) return "invalid";
        if (!everMembers.Contains(member)) return "notFound";
        if (IsMember(member)) Remove(person, member, "Kicked");
        return "ok";
    }

    public string Leave(int person)
    {
        if (Stranger(person) is { } refusal) return refusal;
        Remove(person, person, "Left");
        return "ok";
    }

    public string Rekey(int person)
    {
        if (Stranger(person) is { } refusal) return refusal;
        IsClosed = false;
        AddEvent("SessionKeyRegenerated", person, null);
        return "ok";
    }

    private string? OfAdmin(int person) => Stranger(person) ?? (admins.Contains(person) ? null : "forbidden");

    private ModelMessage? Seen(int person, string uuid) => Visible(person).FirstOrDefault(message => message.Uuid == uuid);

    private void Remove(int by, int member, string eventType)
    {
        members.Remove(member);
        admins.Remove(member);
        IsClosed = true;
        if (IsGone) return;
        if (admins.Count == 0) admins.Add(members[0]);
        AddEvent(eventType, by, member);
    }

    private void AddEvent(string type, int by, int? about) => Messages.Add(new ModelMessage(by, type, about, [.. members]));

    private static void Mark(ModelMessage message, int person)
    {
        message.Read.Add(person);
        message.Delivered.Add(person);
    }
}
