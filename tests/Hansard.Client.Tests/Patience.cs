using Xunit;

namespace Hansard.Client.Tests;

/// <summary>How long a test waits for what should come at once, so that what never comes is a failure and not a standstill.</summary>
internal static class Patience
{
    /// <summary>Of everything that one token is used for, on a machine that ten others use. A test that passes never waits for its end.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static CancellationToken Token
    {
        get
        {
            var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Longest);
            return patience.Token;
        }
    }
}
