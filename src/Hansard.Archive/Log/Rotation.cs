namespace Hansard.Archive.Log;

/// <summary>When a message file is closed and the next one begun. Pure: what the lines say decides, so the same lines make the same files, whenever they are written.</summary>
/// <param name="MaximumBytes">Of one file; a fact that is larger by itself has a file of its own.</param>
/// <param name="MaximumAge">From a file's first fact to its last by the journal's time; null for any. A quiet network closes the file with its next fact.</param>
public sealed record Rotation(long MaximumBytes = Rotation.DefaultMaximumBytes, TimeSpan? MaximumAge = null)
{
    /// <summary>1 GiB.</summary>
    public const long DefaultMaximumBytes = 1L << 30;

    /// <summary>Everything in one file, for ever.</summary>
    public static readonly Rotation Never = new(long.MaxValue);

    private long MaximumAgeMicroseconds => MaximumAge is { } age ? age.Ticks / TimeSpan.TicksPerMicrosecond : long.MaxValue;

    /// <summary>Whether lines that belong together may still go into a file.</summary>
    /// <param name="fileBytes">What it has; 0 for a new one, which takes anything.</param>
    /// <param name="fileTimestamp">Of its first fact, microseconds since 1970; null where it has none of its own yet, without which it cannot be closed.</param>
    public bool Takes(long fileBytes, long? fileTimestamp, long bytes, long timestamp) =>
        fileBytes == 0 || fileTimestamp is not { } first
        || (bytes <= MaximumBytes - fileBytes && timestamp - first < MaximumAgeMicroseconds);
}
