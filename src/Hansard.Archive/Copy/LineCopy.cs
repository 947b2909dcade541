namespace Hansard.Archive.Copy;

/// <summary>Sends every line of a record on, in its order: at least once, since what was not certainly read by the receiver is sent again.</summary>
internal sealed class LineCopy(LoggedLines lines, SyslogSender sender, CopyCursor cursor)
{
    /// <summary>With one connection, about.</summary>
    private const int TogetherBytes = 4 * 1024 * 1024;

    /// <returns>Whether there was anything to send.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var next = lines.From(cursor.At[0], TogetherBytes);
        if (next.Count == 0) return false;
        await sender.SendAsync(next, cancellation);
        cursor.Keep(cursor.At[0] + next.Count);
        return true;
    }
}
