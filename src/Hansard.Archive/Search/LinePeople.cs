using System.Text.Json;
using Hansard.Archive.Loose;
using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>
/// Whom a line names and whom it brings in or takes out. The fact has userIds and <c>control</c> the same people's names, in the same order; a
/// record without facts has names alone. Pure.
/// </summary>
/// <param name="kind">Of the fact, as the journal calls it.</param>
internal readonly struct LinePeople(int type, string? kind, JsonElement body, JsonElement control, NamedPerson sender)
{
    public IEnumerable<NamedPerson> Named() => type switch
    {
        MessageType.RoomCreated => Members(),
        MessageType.RoomMembersChanged => Added().Concat(Deleted()),
        MessageType.RoomParametersChanged when body.Text("memberUserId"u8) is { } promoted => [new NamedPerson(promoted, null)],
        _ => [],
    };

    /// <param name="contentType">Of what was written; null for none.</param>
    public IReadOnlyList<(Attendance, NamedPerson)> Attends(string? contentType) => type switch
    {
        MessageType.RoomCreated => [(Attendance.Cleared, default), .. Members().Select(one => (Attendance.In, one)), .. Masters().Select(one => (Attendance.Master, one))],
        MessageType.RoomMembersChanged => [.. Deleted().Select(one => (Attendance.Out, one)), .. Added().Select(AsAdded)],
        MessageType.RoomLeft when body.ValueKind == JsonValueKind.Object || contentType is not null || sender.Name is not null => [(Attendance.Out, sender)],
        MessageType.RoomParametersChanged when body.Text("memberUserId"u8) is { } promoted => [(Attendance.Master, new NamedPerson(promoted, null))],
        MessageType.RoomDeleted => [(Attendance.Cleared, default)],
        _ => [],
    };

    private (Attendance, NamedPerson) AsAdded(NamedPerson person) =>
        (body.Flag("admin"u8) ? Attendance.Master : Attendance.In, person);

    private IReadOnlyList<NamedPerson> Members() => Paired([.. body.Texts("admins"u8), .. body.Texts("members"u8)], control.Texts("members"u8));

    private IReadOnlyList<NamedPerson> Masters() => Paired(body.Texts("admins"u8), control.Texts("masters"u8));

    private IReadOnlyList<NamedPerson> Added() => kind == "memberAdded" || kind is null ? Changed("addedusers"u8) : [];

    private IReadOnlyList<NamedPerson> Deleted() => kind == "memberKicked" || kind is null ? Changed("deletedusers"u8) : [];

    private IReadOnlyList<NamedPerson> Changed(ReadOnlySpan<byte> list) => Paired(body.Text("memberUserId"u8) is { } user ? [user] : [], control.Texts(list));

    private static IReadOnlyList<NamedPerson> Paired(IReadOnlyList<string> users, IReadOnlyList<string> names) =>
        users.Count == 0 ? [.. names.Select(name => new NamedPerson(null, name))]
        : [.. users.Select((user, n) => new NamedPerson(user, users.Count == names.Count ? names[n] : null))];
}
