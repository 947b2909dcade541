using Xunit;

namespace Hansard.Client.Tests;

/// <summary>How long a test waits for what should come at once, so that what never comes is a failure and not a standstill.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

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
