using System.CommandLine;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;

namespace Hansard.Cli.Network;

/// <summary>How people are named on the command line. A number becomes an id here: it goes no further.</summary>
internal static class Persons
{
    public static readonly Argument<string> User = new("USER") { Description = "A user id, or a telephone number in E.164 form such as +15550000001." };

    /// <summary>Null where it is neither.</summary>
    public static UserId? Parse(string text)
    {
        if (text.StartsWith('+')) return PhoneNumbers.TryUserIdOf(text, out var userId) ? userId : null;
        return text.Length is > 0 and <= Limits.IdCharacters ? new UserId(text) : null;
    }

    /// <summary>Whom the arguments name; the command has refused everything else.</summary>
    public static UserId Of(ParseResult arguments) => Parse(arguments.GetValue(User)!)!.Value;

    /// <summary>A usage error where nobody can be meant.</summary>
    public static Command NamingUser(this Command command)
    {
        command.Validators.Add(result =>
        {
            if (result.GetResult(User) is { Tokens: [var token] } && Parse(token.Value) is null) result.AddError($"{token.Value} is neither a user id nor a number in E.164 form.");
        });
        return command;
    }
}
