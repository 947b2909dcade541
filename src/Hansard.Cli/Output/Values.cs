using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hansard.Cli.Output;

/// <summary>Options whose values have a form of their own; a value without it is a usage error that says which form.</summary>
internal static class Values
{
    /// <summary>A whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static Option<int> Number(string name, int minimum, int maximum, int otherwise, string description) => new(name)
    {
        Description = description, HelpName = "N", DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum) return number;
            result.AddError($"{name} is a number from {minimum} to {maximum}.");
            return otherwise;
        },
    };

    /// <summary>Where a server is.</summary>
    public static Option<Uri> Server(string name) => new(name)
    {
        Description = "Address of the server.", HelpName = "URL", DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
        CustomParser = ParseServer,
    };

    /// <summary>Any address that is whole; what it may be is for the command to say.</summary>
    public static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description, HelpName = "URL",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address)) return address;
            result.AddError($"{result.Tokens[0].Value} is no address.");
            return null;
        },
    };

    private static Uri? ParseServer(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "ws" or "wss") return address;
        result.AddError($"{result.Tokens[0].Value} is no http, https, ws or wss address.");
        return null;
    }
}
