using System.Globalization;

namespace Hansard.Record.Format;

/// <summary>The three forms in which a line gives its time. All take microseconds since 1970-01-01T00:00Z, the journal's unit.</summary>
public static class LineTimes
{
    private const long MicrosecondsPerSecond = 1_000_000;

    private const string Rfc3339Form = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary><c>msg_ts</c>: seconds, a point, always six digits of microseconds.</summary>
    public static string MessageTimestamp(long microseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{microseconds / MicrosecondsPerSecond}.{microseconds % MicrosecondsPerSecond:D6}");

    /// <summary>
    /// Reads <c>msg_ts</c>, ours or a documented one. What follows the point is a count of microseconds, not a decimal fraction: the sample
    /// "1544019125.75323" has a time-based id made at .0754, so its 75323 lost a leading zero.
    /// </summary>
    public static bool TryReadMessageTimestamp(string text, out long microseconds)
    {
        microseconds = 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point <= 0 || text.Length - point - 1 is < 1 or > 6) return false;
        if (!long.TryParse(text.AsSpan(0, point), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (!long.TryParse(text.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var fraction)) return false;
        if (seconds > long.MaxValue / MicrosecondsPerSecond - 1) return false;
        microseconds = seconds * MicrosecondsPerSecond + fraction;
        return true;
    }

    /// <summary><c>time</c>: <c>M/d/yy h:mm tt</c> in the zone the recorder is configured for.</summary>
    public static string HumanTime(long microseconds, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(At(microseconds), zone).ToString("M/d/yy h:mm tt", CultureInfo.InvariantCulture);

    /// <summary><c>hansard.ts</c>: RFC 3339, UTC, six digits.</summary>
    public static string Rfc3339(long microseconds) =>
        At(microseconds).ToString(Rfc3339Form, CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Rfc3339"/> writes and nothing else.</summary>
    public static bool TryReadRfc3339(string text, out long microseconds)
    {
        var read = DateTimeOffset.TryParseExact(text, Rfc3339Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        microseconds = read ? Microseconds(instant) : 0;
        return read;
    }

    /// <summary>An instant in the journal's unit.</summary>
    public static long Microseconds(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static DateTimeOffset At(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
