using System.Text;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Recorder.People;

/// <summary>Who somebody is to those who read the record.</summary>
/// <param name="Mail">Empty where none was given.</param>
public sealed record ListedPerson(UserId User, string Name, string Mail);

/// <summary>A directory as it comes from elsewhere: lines of <c>number,name,mail</c>, quoted as in RFC 4180, with or without a line of headings. Pure.</summary>
public static class PeopleCsv
{
    /// <summary>Of a name or an address, in characters.</summary>
    public const int MaximumFieldCharacters = 256;

    /// <summary>In one directory.</summary>
    public const int MaximumPeople = 1_000_000;

    private const int Fields = 3;

    /// <summary>Refuses the whole of it at the first line that is wrong, and names it. Numbers become ids and go no further.</summary>
    public static Result<IReadOnlyList<ListedPerson>> Read(TextReader csv)
    {
        var people = new List<ListedPerson>();
        for (var line = 1; ReadRow(csv) is { } row; line++)
        {
            if (row is [""] || line == 1 && row[0].Trim().Equals("number", StringComparison.OrdinalIgnoreCase)) continue;
            var person = Person(row, line);
            if (!person.Succeeded) return person.Failure;
            if (people.Count == MaximumPeople) return Failure.Invalid($"A directory has at most {MaximumPeople} people.");
            people.Add(person.Value);
        }
        return people;
    }

    private static Result<ListedPerson> Person(List<string> row, int line)
    {
        if (row.Count is < Fields - 1 or > Fields) return Failure.Invalid($"Row {line} has {row.Count} fields; number, name and mail are expected.");
        // The number itself is not repeated: it would end up in a log.
        if (!PhoneNumbers.TryUserIdOf(row[0].Replace(" ", "", StringComparison.Ordinal), out var user)) return Failure.Invalid($"The number in row {line} is none: a plus and 7 to 15 digits.");
        var (name, mail) = (row[1].Trim(), row.Count == Fields ? row[2].Trim() : "");
        if (name.Length is 0 or > MaximumFieldCharacters || mail.Length > MaximumFieldCharacters)
            return Failure.Invalid($"Name and mail in row {line} have 1 to {MaximumFieldCharacters} characters.");
        return name.EnumerateRunes().Concat(mail.EnumerateRunes()).Any(rune => rune == Rune.ReplacementChar || Rune.IsControl(rune))
            ? Failure.Invalid($"Row {line} has characters that are no text.")
            : new ListedPerson(user, name, mail);
    }

    /// <summary>The fields of the next row; null at the end.</summary>
    private static List<string>? ReadRow(TextReader csv)
    {
        if (csv.Peek() < 0) return null;
        var row = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        while (csv.Read() is var next && next >= 0)
        {
            var character = (char)next;
            if (quoted && character == '"' && csv.Peek() == '"') field.Append((char)csv.Read());
            else if (character == '"' && (quoted || field.Length == 0)) quoted = !quoted;
            else if (quoted) field.Append(character);
            else if (character == ',') Close(row, field);
            else if (character == '\n') break;
            else if (character != '\r' && character != '\uFEFF') field.Append(character);
        }
        Close(row, field);
        return row;
    }

    private static void Close(List<string> row, StringBuilder field)
    {
        row.Add(field.ToString());
        field.Clear();
    }
}
