namespace Hansard.Server.Deliveries;

/// <summary>
/// Keeps tries away from another side that fails: open after so many failures in a row, then one try at a time until one succeeds. Its owner
/// sees to it that one thread uses it at a time.
/// </summary>
/// <param name="failuresToOpen">Failures in a row.</param>
/// <param name="open">How long it stays open, by how often in a row it has.</param>
internal sealed class Circuit(int failuresToOpen, BackOff open)
{
    private int failures, openings;
    private TimeSpan until;
    private bool probing;

    public bool IsOpen => openings > 0;

    /// <summary>How long nothing may be tried yet; zero or less where something may.</summary>
    public TimeSpan Wait(TimeSpan now) => IsOpen ? until - now : TimeSpan.Zero;

    /// <summary>True where a try may begin; then its end must be told.</summary>
    public bool TryPass()
    {
        if (!IsOpen) return true;
        if (probing) return false;
        return probing = true;
    }

    /// <summary>A try found the other side well; true where that closes the circuit.</summary>
    public bool Succeeded()
    {
        bool closes = IsOpen;
        (failures, openings, probing) = (0, 0, false);
        return closes;
    }

    /// <summary>A try failed; how long nothing is tried now, null where the circuit stays as it was.</summary>
    /// <param name="atLeast">What the other side asked for.</param>
    public TimeSpan? Failed(TimeSpan now, TimeSpan? atLeast, double dice)
    {
        failures++;
        // Tries that began before the circuit opened say nothing new about the other side.
        if (IsOpen ? !probing : failures < failuresToOpen) return null;
        probing = false;
        TimeSpan wait = open.After(++openings, dice);
        if (atLeast > wait) wait = atLeast.Value < open.Most ? atLeast.Value : open.Most;
        until = now + wait;
        return wait;
    }

    /// <summary>A try ended without having asked the other side.</summary>
    public void SaidNothing() => probing = false;
}
