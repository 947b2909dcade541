namespace Hansard.Cli.Tests.Processes;

/// <summary>How long a test waits for what must come, so that what never comes is a failure with a name. A test that passes never waits for its end.</summary>
internal static class Patience
{
    /// <summary>Several processes have to start for some of it, and to make RSA keys, on a machine that ten others use.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
}
