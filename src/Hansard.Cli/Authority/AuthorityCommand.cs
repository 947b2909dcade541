using System.CommandLine;

namespace Hansard.Cli.Authority;

/// <summary>What the holder of a network's authority key does, away from the server: this family opens no connection.</summary>
internal static class AuthorityCommand
{
    public static Command Create() => new("authority", "Use a network's authority key, away from the server.")
    {
        SignCommand.Create(),
    };
}
