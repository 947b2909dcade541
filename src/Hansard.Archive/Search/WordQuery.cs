using System.Text;

namespace Hansard.Archive.Search;

/// <summary>Words as people write them: <c>tax "last year" invoi*</c>, all of which must be there, in any letter case, with or without accents.</summary>
/// <param name="Text">As it was written.</param>
public sealed record WordQuery
{
    /// <summary>Far more than anybody asks for; each one costs a look into the index.</summary>
    public const int MaximumTerms = 32;

    /// <summary>Characters before a <c>*</c>: fewer begin every other word.</summary>
    private const int ShortestPrefix = 2;

    private WordQuery(string text, string expression) => (Text, Expression) = (text, expression);

    public string Text { get; }

    /// <summary>The same for FTS5, without a column.</summary>
    internal string Expression { get; }

    /// <param name="fault">A sentence that says what is wrong.</param>
    public static bool TryParse(string text, out WordQuery? query, out string? fault)
    {
        query = null;
        var expression = new StringBuilder();
        var terms = 0;
        for (var rest = text.AsSpan().Trim(); !rest.IsEmpty; rest = rest.TrimStart())
        {
            if (!TryTakeTerm(ref rest, out var term, out var isPrefix, out fault)) return false;
            var tokens = WordTokens.OfQuery(term, out var endsOpen);
            if (!WordTokens.HasWord(tokens))
            {
                fault = $"\"{term}\" has no word in it; look for its characters as a substring.";
                return false;
            }
            if (isPrefix && term.Length < ShortestPrefix)
            {
                fault = $"{term}* would find nearly everything; write at least {ShortestPrefix} characters before the *.";
                return false;
            }
            if (++terms > MaximumTerms)
            {
                fault = $"at most {MaximumTerms} words.";
                return false;
            }
            if (expression.Length > 0) expression.Append(" AND ");
            expression.Append('"').Append(tokens.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            if (isPrefix || endsOpen) expression.Append(" *");
        }
        fault = terms == 0 ? "there is no word to look for." : null;
        if (terms > 0) query = new WordQuery(text, expression.ToString());
        return terms > 0;
    }

    public bool Equals(WordQuery? other) => other?.Expression == Expression;

    public override int GetHashCode() => Expression.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static bool TryTakeTerm(ref ReadOnlySpan<char> rest, out string term, out bool isPrefix, out string? fault)
    {
        (isPrefix, fault) = (false, null);
        if (rest[0] == '"')
        {
            var end = rest[1..].IndexOf('"');
            term = end < 0 ? "" : rest.Slice(1, end).ToString();
            if (end < 0) fault = "a phrase that begins with \" must end with \".";
            else rest = rest[(end + 2)..];
        }
        else
        {
            var end = rest.IndexOfAny(" \t\n\"");
            term = (end < 0 ? rest : rest[..end]).ToString();
            rest = end < 0 ? [] : rest[end..];
            isPrefix = term.EndsWith('*');
            if (isPrefix) term = term.TrimEnd('*');
        }
        if (!rest.IsEmpty && rest[0] == '*' && fault is null)
        {
            isPrefix = true;
            rest = rest[1..];
        }
        return fault is null;
    }
}
