using Hansard.Archive.Search;

namespace Hansard.Archive.Retention;

/// <summary>How people are called, as lines told it; and one string for each id, of which there are few and which lines repeat.</summary>
internal sealed class KnownNames
{
    private readonly Dictionary<string, HashSet<string>> userIds = [];
    private readonly Dictionary<string, string> ids = [];

    /// <summary>The same id, of which only one is kept.</summary>
    public string One(string id) => ids.TryGetValue(id, out var known) ? known : ids[id] = id;

    public NamedPerson One(NamedPerson person) => new(person.UserId is { } userId ? One(userId) : null, person.Name is { } name ? One(name) : null);

    public void Learn(NamedPerson person)
    {
        // Whom the directory does not know is called by his userId, which is no name.
        if (person is not { UserId: { } userId, Name: { } name } || name == userId) return;
        var folded = People.Folded(name);
        if (!userIds.TryGetValue(folded, out var known)) userIds[folded] = known = [];
        known.Add(One(userId));
    }

    /// <summary>Somebody's userIds, and himself as he was named.</summary>
    public IReadOnlySet<string> KeysOf(string person) => userIds.TryGetValue(People.Folded(person), out var known) ? new HashSet<string>(known) { person } : new HashSet<string> { person };
}
