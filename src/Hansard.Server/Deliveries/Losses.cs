using Microsoft.Extensions.Logging;

namespace Hansard.Server.Deliveries;

/// <summary>What a courier could not deliver, told once a minute at most: a broken gateway must not fill the log. Used under its courier's lock.</summary>
internal sealed partial class Losses(string name, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private TimeSpan? reported;
    private int refused, givenUp, crowded;
    private string reason = "";

    /// <summary>The other side will never take one.</summary>
    public void Refused(TimeSpan now, string why)
    {
        refused++;
        Told(now, why);
    }

    /// <summary>One could not be delivered in its time.</summary>
    public void GivenUp(TimeSpan now, string why)
    {
        givenUp++;
        Told(now, why);
    }

    /// <summary>One was not taken because too many wait.</summary>
    public void Crowded(TimeSpan now)
    {
        crowded++;
        Told(now, "too much waits");
    }

    private void Told(TimeSpan now, string why)
    {
        reason = why;
        if (reported is null || now - reported >= Pause) Report(now);
    }

    /// <summary>Says what was not said yet.</summary>
    public void Report(TimeSpan now)
    {
        if (refused + givenUp + crowded == 0) return;
        NotDelivered(name, refused, givenUp, crowded, reason);
        (reported, refused, givenUp, crowded) = (now, 0, 0, 0);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Name}: {Refused} refused, {GivenUp} given up, {Crowded} not taken in; the last: {Reason}")]
    private partial void NotDelivered(string name, int refused, int givenUp, int crowded, string reason);
}
