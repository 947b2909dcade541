namespace Hansard.Record.Format;

/// <summary>The flags of <c>control.changemask</c>: what of a room changed. Frozen by test.</summary>
[Flags]
public enum RoomChange
{
    None = 0,
    Masters = 1,
    Ttl = 2,
    Title = 4,
    Description = 8,
    MeetingKey = 16,
    BurnOnRead = 32,
    SavedItem = 64,
}
