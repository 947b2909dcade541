using Xunit;

namespace Hansard.Server.Tests;

/// <summary>How long a test waits for what must come, so that what never comes is a failure with a name. A test that passes never waits for its end.</summary>
internal static class Patience
{
    /// <summary>Far longer than anything takes on a machine that ten others use.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>A patience that ends with the test too. Whoever does several things restarts it with each: <see cref="Restart"/>.</summary>
    public static CancellationTokenSource New()
    {
        CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.Restart();
        return patience;
    }

    public static void Restart(this CancellationTokenSource patience) => patience.CancelAfter(Longest);
}
