namespace Hansard.Archive.Log;

/// <summary>The disk does not take what must be recorded. Nothing of the attempt is acknowledged; trying again continues as soon as the disk does.</summary>
public sealed class RecordHaltedException(string path, Exception inner)
    : IOException($"recording is halted: {path}: {inner.Message}", inner)
{
    /// <summary>Says of any refusal of the disk that recording is halted.</summary>
    internal static void Or(string path, Action attempt)
    {
        try
        {
            attempt();
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException)
            and not RecordInUseException and not RecordDamagedException and not RecordHaltedException)
        {
            throw new RecordHaltedException(path, e);
        }
    }
}

/// <summary>What is on the disk is not what this program wrote. It goes no further by itself: going on could bury evidence.</summary>
public sealed class RecordDamagedException(string path, long offset, string reason)
    : IOException($"{path}: byte {offset}: {reason}");

/// <summary>Another process writes this record.</summary>
public sealed class RecordInUseException(string folder, Exception inner)
    : IOException($"{folder} is in use by another recorder", inner);
