using System.Text.Json;
using Hansard.Record.Format;

namespace Hansard.Archive.Search;

/// <summary>
/// Whom a line names and whom it brings in or takes out. The fact has userIds and <c>control</c> the same people's names, in the same order; a
/// record without facts has names alone. Pure.
/// </summary>
/// <param name="kind">Of the fact, as the journal calls it.</param>
internal readonly struct LinePeople(int type, string? kind, JsonElement? body, JsonElement? control, NamedPerson sender)
{
    public IEnumerable<NamedPerson> Named() => type switch
    {
        MessageType.RoomCreated => Members(),
        MessageType.RoomMembersChanged => Added().Concat(Deleted()),
        MessageType.RoomParametersChanged when body?.Text("memberUserId") is { } promoted => [new NamedPerson(promoted, null)],
        _ => [],
    };

    /// <param name="contentType">Of what was written; null for none.</param>
    public IReadOnlyList<(Attendance, NamedPerson)> Attends(string? contentType) => type switch
    {
        MessageType.RoomCreated => [(Attendance.Cleared, default), .. Members().Select(one => (Attendance.In, one)), .. Masters().Select(one => (Attendance.Master, one))],
        MessageType.RoomMembersChanged => [.. Deleted().Select(one => (Attendance.Out, one)), .. Added().Select(AsAdded)],
        MessageType.RoomLeft when body is not null || contentType is not null || sender.Name is not null => [(Attendance.Out, sender)],
        MessageType.RoomParametersChanged when body?.Text("memberUserId") is { } promoted => [(Attendance.Master, new NamedPerson(promoted, null))],
        MessageType.RoomDeleted => [(Attendance.Cleared, default)],
        _ => [],
    };

    private (Attendance, NamedPerson) AsAdded(NamedPerson person) =>
        (body is { } added && added.TryGetProperty("admin", out var admin) && admin.ValueKind == JsonValueKind.True ? Attendance.Master : Attendance.In, person);

    private IReadOnlyList<NamedPerson> Members() => Paired([.. body?.Texts("admins") ?? [], .. body?.Texts("members") ?? []], control?.Texts("members") ?? []);

    private IReadOnlyList<NamedPerson> Masters() => Paired(body?.Texts("admins") ?? [], control?.Texts("masters") ?? []);

    private IReadOnlyList<NamedPerson> Added() => kind == "memberAdded" || kind is null ? Changed("addedusers") : [];

    private IReadOnlyList<NamedPerson> Deleted() => kind == "memberKicked" || kind is null ? Changed("deletedusers") : [];

    private IReadOnlyList<NamedPerson> Changed(string list) => Paired(body?.Text("memberUserId") is { } user ? [user] : [], control?.Texts(list) ?? []);

    private static IReadOnlyList<NamedPerson> Paired(IReadOnlyList<string> users, IReadOnlyList<string> names) =>
        users.Count == 0 ? [.. names.Select(name => new NamedPerson(null, name))]
        : [.. users.Select((user, n) => new NamedPerson(user, users.Count == names.Count ? names[n] : null))];
}
