using System.Globalization;
using System.Text.Json;

namespace Hansard.Archive.Tests.Export;

/// <summary>
/// The rules of the published RSMF 2.0.0 manifest schema and of its description, stated again from what they say: which members there must be, of which type, with
/// which values, and that whatever names a participant, a conversation or a file names one that is there.
/// </summary>
internal sealed class RsmfRules(JsonElement manifest, IReadOnlyCollection<string> files)
{
    private static readonly string[] EventTypes = ["message", "disclaimer", "join", "leave", "history", "unknown"];

    private readonly List<string> faults = [];
    private readonly HashSet<string> people = [], conversations = [];

    public IReadOnlyList<string> Faults()
    {
        if (Text(manifest, "version", required: true) is not { Length: >= 5 } version || version != "2.0.0") Fault("version");
        Text(manifest, "eventcollectionid");
        foreach (var person in List(manifest, "participants", required: true)) Participant(person);
        foreach (var conversation in List(manifest, "conversations", required: true)) Conversation(conversation);
        foreach (var happening in List(manifest, "events", required: true)) Event(happening);
        return faults;
    }

    private void Participant(JsonElement person)
    {
        if (!people.Add(Id(person))) Fault("two participants have one id");
        foreach (var name in (string[])["display", "email", "avatar", "account_id"]) Text(person, name);
        Custom(person);
    }

    private void Conversation(JsonElement conversation)
    {
        if (!conversations.Add(Id(conversation))) Fault("two conversations have one id");
        if (Text(conversation, "platform", required: true) is not { Length: > 0 }) Fault("platform");
        if (Text(conversation, "type") is not (null or "direct" or "channel")) Fault("type of a conversation");
        foreach (var member in List(conversation, "participants", required: true)) Known(member.GetString());
        foreach (var name in (string[])["display", "custodian", "icon"]) Text(conversation, name);
        Custom(conversation);
    }

    private void Event(JsonElement happening)
    {
        if (!EventTypes.Contains(Text(happening, "type", required: true))) Fault("type of an event");
        foreach (var name in (string[])["id", "parent", "body"]) Text(happening, name);
        if (Text(happening, "participant") is { } person) Known(person);
        if (Text(happening, "conversation") is { } conversation && !conversations.Contains(conversation)) Fault("an event is of no conversation");
        Moment(happening);
        if (happening.TryGetProperty("deleted", out var deleted) && deleted.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Fault("deleted");
        foreach (var reaction in List(happening, "reactions"))
        {
            if (Text(reaction, "value", required: true) is not { Length: > 0 }) Fault("value of a reaction");
            Whole(reaction, "count");
            foreach (var who in List(reaction, "participants")) Known(who.GetString());
        }
        foreach (var attachment in List(happening, "attachments"))
        {
            if (!files.Contains(Id(attachment))) Fault($"the archive has no {Id(attachment)}");
            Text(attachment, "display");
            Whole(attachment, "size");
        }
        foreach (var edit in List(happening, "edits"))
        {
            Known(Text(edit, "participant", required: true));
            Moment(edit);
            Text(edit, "previous");
            Text(edit, "new");
        }
        Custom(happening);
    }

    private void Custom(JsonElement owner)
    {
        foreach (var custom in List(owner, "custom"))
            if (Text(custom, "name", required: true) is not { Length: > 0 } || Text(custom, "value", required: true) is not { Length: > 0 }) Fault("custom");
    }

    private void Moment(JsonElement owner)
    {
        if (Text(owner, "timestamp") is { } timestamp && !DateTimeOffset.TryParseExact(timestamp, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) Fault("timestamp");
    }

    private void Known(string? person)
    {
        if (person is not { Length: > 0 } || !people.Contains(person)) Fault($"nobody is {person}");
    }

    private string Id(JsonElement owner)
    {
        var id = Text(owner, "id", required: true) ?? "";
        if (id.Length == 0) Fault("id");
        return id;
    }

    private string? Text(JsonElement owner, string name, bool required = false)
    {
        if (owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String) return value.GetString();
        if (required || value.ValueKind != JsonValueKind.Undefined) Fault($"{name} is no text");
        return null;
    }

    private void Whole(JsonElement owner, string name)
    {
        if (owner.TryGetProperty(name, out var value) && !(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _))) Fault($"{name} is no whole number");
    }

    private JsonElement.ArrayEnumerator List(JsonElement owner, string name, bool required = false)
    {
        if (owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array) return value.EnumerateArray();
        if (required || value.ValueKind != JsonValueKind.Undefined) Fault($"{name} is no list");
        return default;
    }

    private void Fault(string what) => faults.Add(what);
}
