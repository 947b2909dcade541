using System.Text.Json;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Cli.Terminal;

/// <summary>What this person calls the others: their nick as last seen, else the number he dialled. It never leaves the profile's folder.</summary>
internal sealed class AddressBook
{
    /// <summary>How much of an id stands for someone of whom nothing else is known, in characters.</summary>
    private const int ShortIdLength = 8;

    private readonly string file;
    private readonly Dictionary<string, Address> people;

    private AddressBook(string file, Dictionary<string, Address> people) => (this.file, this.people) = (file, people);

    public static AddressBook Open(Profile profile) => new(
        profile.AddressFile,
        File.Exists(profile.AddressFile) ? JsonSerializer.Deserialize(File.ReadAllText(profile.AddressFile), CliJson.Lines.Addresses) ?? [] : []);

    public string NameOf(UserId user) => people.GetValueOrDefault(user.Value) switch
    {
        { Nick: { } nick } => nick,
        { Number: { } number } => number,
        _ => user.Value.Length > ShortIdLength ? user.Value[..ShortIdLength] + "…" : user.Value,
    };

    public bool Knows(UserId user) => people.ContainsKey(user.Value);

    public void NoteNumber(string number)
    {
        if (PhoneNumbers.TryUserIdOf(number, out var user)) Note(user, known => known with { Number = number });
    }

    public void NoteNick(UserId user, string? nick)
    {
        if (!string.IsNullOrWhiteSpace(nick)) Note(user, known => known with { Nick = nick });
    }

    private void Note(UserId user, Func<Address, Address> change)
    {
        var known = people.GetValueOrDefault(user.Value) ?? new Address();
        var changed = change(known);
        if (changed == known) return;
        people[user.Value] = changed;
        File.WriteAllText(file, JsonSerializer.Serialize(people, CliJson.Lines.Addresses));
    }
}

internal sealed record Address(string? Number = null, string? Nick = null);
