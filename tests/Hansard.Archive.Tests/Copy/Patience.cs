using Xunit;

namespace Hansard.Archive.Tests.Copy;

/// <summary>Waiting for what another thread or process brings about. Only a failure waits for its end.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Begins anew with each that is asked for.</summary>
    public static CancellationToken Token
    {
        get
        {
            var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Longest);
            return patience.Token;
        }
    }

    public static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        using var late = new CancellationTokenSource(Longest);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            if (late.IsCancellationRequested) Assert.Fail($"It did not come about: {what()}");
            await look.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
