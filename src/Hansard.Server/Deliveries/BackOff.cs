namespace Hansard.Server.Deliveries;

/// <summary>How long to wait after a failed try: twice as long each time, up to a most, and never in step with others.</summary>
internal readonly record struct BackOff(TimeSpan First, TimeSpan Most)
{
    /// <param name="tries">Tries that have failed, from 1.</param>
    /// <param name="dice">From 0 to 1; the wait is between half of the full one and the full one.</param>
    public TimeSpan After(int tries, double dice)
    {
        double full = Math.Min(Most.TotalSeconds, First.TotalSeconds * Math.Pow(2, tries - 1));
        return TimeSpan.FromSeconds(full * (0.5 + dice / 2));
    }
}
