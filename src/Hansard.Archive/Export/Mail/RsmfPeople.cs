using System.Globalization;
using System.Text.Json;

namespace Hansard.Archive.Export.Mail;

/// <summary>The participants of a manifest: everybody whom it names, once.</summary>
internal sealed class RsmfPeople
{
    private sealed record Person(string Id, string Name, string? AccountId);

    private readonly List<Person> people = [];
    private readonly Dictionary<string, Person> byAccount = [], byName = [];

    public int Count => people.Count;

    public IEnumerable<string> Names => people.Select(person => person.Name);

    /// <summary>Who wrote a line: people of one name are told apart.</summary>
    public string Of(ShownLine line)
    {
        if (line.SenderId is not { } account) return Called(line.Sender);
        if (!byAccount.TryGetValue(account, out var person)) byAccount[account] = person = Add(line.Sender, account);
        return person.Id;
    }

    /// <summary>Somebody of whom only the name is known.</summary>
    public string Called(string name) => (byName.TryGetValue(name, out var person) ? person : Add(name, null)).Id;

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("participants");
        foreach (var person in people)
        {
            json.WriteStartObject();
            json.WriteString("id", person.Id);
            json.WriteString("display", person.Name.Length > 0 ? person.Name : "nobody");
            if (person.AccountId is { Length: > 0 } account) json.WriteString("account_id", Printable.OneLine(account));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private Person Add(string name, string? account)
    {
        Person person = new(string.Create(CultureInfo.InvariantCulture, $"P{people.Count + 1}"), Printable.OneLine(name), account);
        people.Add(person);
        byName.TryAdd(name, person);
        return person;
    }
}
