using Hansard.Record.Format;

namespace Hansard.Recorder.Mapping;

/// <summary>What a fact or its content adds to its line beyond what every line has.</summary>
/// <param name="MessageType">A number of <see cref="Record.Format.MessageType"/>.</param>
/// <param name="Members">Documented members, by their names.</param>
/// <param name="Kept">Members of <c>hansard</c>.</param>
internal sealed record Documented(int MessageType, IReadOnlyList<LineMember> Members, IReadOnlyList<LineMember> Kept, string Status = LineStatus.Captured)
{
    /// <summary>For what the documented record has no type for.</summary>
    public static readonly Documented Generic = new(Record.Format.MessageType.Generic, [], []);

    public Documented(int messageType, params LineMember[] members) : this(messageType, members, [])
    {
    }

    public Documented Keeping(params LineMember[] kept) => this with { Kept = [.. Kept, .. kept] };
}
