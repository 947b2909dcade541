namespace Hansard.Archive.Copy;

/// <summary>Where a copy tells people how it goes. It never says what was written, nor a key.</summary>
public sealed record CopyVoice(Action<string> Say, Action<string> Alarm);
