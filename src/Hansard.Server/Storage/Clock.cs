namespace Hansard.Server.Storage;

internal static class Clock
{
    /// <summary>Microseconds since the Unix epoch.</summary>
    public static long ToUnixTimeMicroseconds(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10;
}
