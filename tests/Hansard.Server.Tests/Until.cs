using Xunit;

namespace Hansard.Server.Tests;

/// <summary>Waits on a condition that nothing announces.</summary>
internal static class Until
{
    private const int PollMilliseconds = 5;

    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource late = Patience.New();
        using PeriodicTimer again = new(TimeSpan.FromMilliseconds(PollMilliseconds));
        while (!await condition())
        {
            if (late.IsCancellationRequested) Assert.Fail($"In {Patience.Longest.TotalSeconds} s it did not come about: {what}.");
            await again.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
