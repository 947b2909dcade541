namespace Hansard.System.Tests.Recording;

/// <summary>The system's time, whose clock a test puts forward; its timers run as they do.</summary>
internal sealed class AheadTime : TimeProvider
{
    public TimeSpan By { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
}
