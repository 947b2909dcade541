namespace Hansard.Archive.Copy;

/// <summary>Where a record is copied to besides; null for nowhere.</summary>
public sealed record CopyTargets(S3Target? S3 = null, SyslogTarget? Syslog = null)
{
    public static readonly CopyTargets None = new();
}
