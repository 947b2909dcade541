namespace Hansard.Bench.Load;

/// <summary>What all peers of a run share: the phase it is in, and the durations measured.</summary>
internal sealed class Traffic
{
    /// <summary>False once the time is over: peers only finish what is under way.</summary>
    public bool Sending { get; set; } = true;

    public bool Measuring { get; set; }

    /// <summary>From a frame's sending to its answer.</summary>
    public Histogram Replies { get; } = new();

    /// <summary>From a message's sending to each notification of it.</summary>
    public Histogram Deliveries { get; } = new();

    public void Replied(long ticks)
    {
        if (Measuring) Replies.Add(ticks);
    }

    public void Delivered(long ticks)
    {
        if (Measuring) Deliveries.Add(ticks);
    }
}
