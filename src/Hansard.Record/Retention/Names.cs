using System.Globalization;

namespace Hansard.Record.Retention;

/// <summary>What policies, holds and officers are called: safe in a rule, in a signed text and on a terminal.</summary>
public static class Names
{
    public const int Longest = 64;

    public static readonly string Rule = string.Create(CultureInfo.InvariantCulture, $"A name has 1 to {Longest} letters, digits, points, hyphens and underscores, and begins with a letter or digit.");

    public static bool IsName(string name) =>
        name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_');

    /// <summary>What an entry says somebody or something is called, for people: it may say anything, and cannot give orders to a terminal.</summary>
    public static string Shown(string name) => IsName(name) ? name
        : $"'{string.Concat(name.Take(Longest).Select(character => char.IsAscii(character) && !char.IsControl(character) ? character : '?'))}'";
}
