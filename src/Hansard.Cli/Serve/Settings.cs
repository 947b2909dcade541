using System.CommandLine;
using Hansard.Server;

namespace Hansard.Cli.Serve;

/// <summary>What a server is started with: the environment, and the options that stand above it.</summary>
internal static class Settings
{
    public static readonly Option<string?> DataOption = new("--data")
    {
        Description = "The data folder; default $HANSARD_DATA, else ./data.", HelpName = "DIR", Recursive = true,
    };

    public static readonly Option<string[]> UrlsOption = new("--urls")
    {
        Description = $"Addresses to listen on; default $HANSARD_URLS, else {ServerSettings.DefaultUrl}.", HelpName = "URL", AllowMultipleArgumentsPerToken = true,
    };

    public static ServerSettings Of(ParseResult arguments)
    {
        var settings = ServerSettings.FromEnvironment(Environment.GetEnvironmentVariable);
        if (arguments.GetValue(DataOption) is { } data) settings = settings with { DataFolder = Path.GetFullPath(data) };
        if (arguments.GetResult(UrlsOption) is not null && arguments.GetValue(UrlsOption) is { Length: > 0 } urls) settings = settings with { Urls = urls };
        return settings;
    }
}
