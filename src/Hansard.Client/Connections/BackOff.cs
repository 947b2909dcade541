namespace Hansard.Client.Connections;

/// <summary>How long to wait before trying again: twice as long each time, and never all clients at the same moment.</summary>
/// <param name="Jitter">A number from 0 to 1 for each wait; random outside of tests.</param>
public sealed record BackOff(TimeSpan First, TimeSpan Longest, Func<double> Jitter)
{
    private const int MostDoublings = 30;

    public static readonly BackOff Usual = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(30), Random.Shared.NextDouble);

    /// <summary>Between half and the whole of the step; <paramref name="attempt"/> counts from 0.</summary>
    public TimeSpan Before(int attempt)
    {
        var step = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, MostDoublings)));
        return TimeSpan.FromMilliseconds(step * (0.5 + Jitter() / 2));
    }
}
