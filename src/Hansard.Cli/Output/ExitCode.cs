namespace Hansard.Cli.Output;

/// <summary>How the process ends: a contract with scripts, the same for every command.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Refused, or tried and failed; standard error says which, and what to do.</summary>
    public const int Refused = 1;

    /// <summary>The arguments make no sense; nothing was tried.</summary>
    public const int Usage = 2;
}
