using Hansard.Server.Connections;

namespace Hansard.Server.Dispatch;

/// <summary>Who may make a request; whether this caller may touch this object is its handler's first check.</summary>
[Flags]
internal enum Access
{
    /// <summary>Everybody, before authentication too.</summary>
    Anyone = 0,
    Person = 1,
    Recorder = 2,
    PersonOrRecorder = Person | Recorder,
}

internal static class AccessRules
{
    public static bool Allows(this Access access, CallerKind kind) =>
        access.HasFlag(kind switch { CallerKind.Person => Access.Person, CallerKind.Recorder => Access.Recorder, _ => (Access)int.MinValue });
}
