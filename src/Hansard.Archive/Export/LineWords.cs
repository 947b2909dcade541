using System.Globalization;
using System.Text.Json;
using Hansard.Archive.Loose;
using Hansard.Record.Format;

namespace Hansard.Archive.Export;

/// <summary>A line's kind and what it says in words, by its type. Pure.</summary>
internal static class LineWords
{
    private const string SharingStopped = "-1";

    public static ShownLine Of(ShownLine shown, JsonElement line, JsonElement hansard)
    {
        var control = line.Object("control"u8);
        return shown.MessageType switch
        {
            MessageType.Text => shown with { Kind = LineKind.Said, Text = line.Text("message"u8) ?? "" },
            MessageType.File => OfFile(shown, line.Object("file"u8), hansard),
            MessageType.Verification => shown with { Text = Verification(line.Object("keyverify"u8).Number("msgtype"u8)) },
            MessageType.RoomCreated => OfCreation(shown, control, hansard),
            MessageType.RoomMembersChanged => OfMembers(shown, control),
            MessageType.RoomLeft => shown with { Kind = LineKind.Membership, Members = new MembersChanged([], [shown.Sender]), Text = "left" },
            MessageType.RoomParametersChanged => OfParameters(shown, control),
            MessageType.RoomDeleted => shown with { Text = "deleted the conversation" },
            MessageType.MessageDeleted => OfDeletion(shown, control),
            MessageType.MessageAttributes => OfStar(shown, control),
            MessageType.MessagePinned => shown with { Target = control.Text("msgid"u8), Text = control.Flag("pinned"u8) ? "pinned a message" : "took a pin from a message" },
            MessageType.Call => shown with { Text = Call(line.Object("call"u8)) },
            MessageType.Location => shown with { Kind = LineKind.Said, Text = $"is at {Place(line.Object("location"u8))}" },
            MessageType.Edit => OfEdit(shown, line.Object("edit"u8), hansard),
            MessageType.Reaction => OfReaction(shown, line.Object("edit"u8)),
            MessageType.ReadReceipt => shown with { Kind = LineKind.Read, Text = Read(hansard) },
            _ => shown with { Text = hansard.Object("fact"u8).Text("kind"u8) is { Length: > 0 } kind ? kind : string.Create(CultureInfo.InvariantCulture, $"type {shown.MessageType}") },
        };
    }

    private static ShownLine OfFile(ShownLine shown, JsonElement file, JsonElement hansard)
    {
        var attachment = hansard.Object("attachment"u8);
        var name = file.Text("filename"u8) ?? "";
        var caption = hansard.Object("content"u8).Object("content"u8).Text("caption"u8);
        return shown with
        {
            Kind = LineKind.File,
            File = new ShownFile(name, Path.GetFileName(file.Text("localfilename"u8) ?? ""), attachment.Text("mime"u8), attachment.Text("sha256"u8), attachment.Number("size"u8)),
            Text = string.IsNullOrEmpty(caption) ? "" : caption,
        };
    }

    private static ShownLine OfCreation(ShownLine shown, JsonElement control, JsonElement hansard)
    {
        var members = control.Texts("members"u8);
        var title = control.Text("title"u8) is { Length: > 0 } told ? told : hansard.Text("title"u8) ?? "";
        return shown with
        {
            Kind = LineKind.Membership,
            Members = new MembersChanged(members, []),
            Room = new RoomTold(title, members),
            Text = title.Length > 0 ? $"began the conversation \"{title}\" with {LooseJson.Listed(members)}" : $"began the conversation with {LooseJson.Listed(members)}",
        };
    }

    private static ShownLine OfMembers(ShownLine shown, JsonElement control)
    {
        var (came, gone) = (control.Texts("addedusers"u8), control.Texts("deletedusers"u8));
        return shown with
        {
            Kind = LineKind.Membership,
            Members = new MembersChanged(came, gone),
            Text = gone.Count == 0 ? $"added {LooseJson.Listed(came)}"
                : came.Count == 0 ? $"put out {LooseJson.Listed(gone)}"
                : $"added {LooseJson.Listed(came)} and put out {LooseJson.Listed(gone)}",
        };
    }

    private static ShownLine OfParameters(ShownLine shown, JsonElement control)
    {
        var mask = (RoomChange)(control.Number("changemask"u8) ?? 0);
        var title = control.Text("title"u8) ?? "";
        var told = new List<string>();
        if (mask.HasFlag(RoomChange.Title)) told.Add($"the title is now \"{title}\"");
        if (mask.HasFlag(RoomChange.Description)) told.Add($"the description is now \"{control.Text("description"u8)}\"");
        if (mask.HasFlag(RoomChange.Masters)) told.Add($"in charge are {LooseJson.Listed(control.Texts("masters"u8))}");
        if (mask.HasFlag(RoomChange.Ttl)) told.Add($"messages expire after {control.Text("ttl"u8)} s (0: never)");
        if (mask.HasFlag(RoomChange.BurnOnRead)) told.Add($"messages go {control.Text("bor"u8)} s after they were read (0: never)");
        if (mask.HasFlag(RoomChange.MeetingKey)) told.Add("there is another meeting key");
        if (mask.HasFlag(RoomChange.SavedItem)) told.Add("a file was saved or taken out");
        return shown with
        {
            Room = new RoomTold(title.Length > 0 ? title : null, control.OptionalTexts("members"u8)),
            Text = told.Count == 0 ? "changed the conversation" : $"changed the conversation: {string.Join("; ", told)}",
        };
    }

    private static ShownLine OfDeletion(ShownLine shown, JsonElement control)
    {
        var isRecall = control.Flag("isrecall"u8);
        return shown with
        {
            Kind = LineKind.Deleted, Target = control.Text("msgid"u8), IsRecall = isRecall,
            Text = isRecall ? "took back a message" : "deleted somebody's message",
        };
    }

    private static ShownLine OfStar(ShownLine shown, JsonElement control)
    {
        var first = control.Items("attributes"u8).FirstOrDefault();
        return shown with { Target = first.Text("msgid"u8), Text = first.Flag("isstarred"u8) ? "starred a message" : "took a star from a message" };
    }

    private static ShownLine OfEdit(ShownLine shown, JsonElement edit, JsonElement hansard)
    {
        var target = edit.Text("originalmessageid"u8);
        if (edit.Text("type"u8) == "location")
            return shown with { Target = target, Text = edit.Text("shareexpiration"u8) == SharingStopped ? "no longer shares where he is" : $"is at {Place(edit)} and shares it" };
        var isPreview = hansard.Object("content"u8).Text("messageType"u8) == "LINK_PREVIEW";
        var (text, previous) = (edit.Text("text"u8) ?? "", hansard.Text("previous"u8));
        if (isPreview) return shown with { Target = target, Text = $"a preview of {text}" };
        return shown with
        {
            Kind = LineKind.Edited, Target = target, Previous = previous, Replacement = text,
            Text = previous is null ? $"changed a message to \"{text}\"" : $"changed \"{previous}\" to \"{text}\"",
        };
    }

    private static ShownLine OfReaction(ShownLine shown, JsonElement edit)
    {
        var emoji = edit.Flag("reactAdded"u8) ? edit.Text("reaction"u8) ?? "" : "";
        return shown with
        {
            Kind = LineKind.Reacted, Target = edit.Text("originalmessageid"u8), Replacement = emoji,
            Text = emoji.Length > 0 ? $"reacted {emoji}" : "took a reaction back",
        };
    }

    private static string Verification(long? step) => step switch
    {
        1 => "asked to compare keys",
        2 => "answered and asked to compare keys",
        3 => "accepted the keys",
        4 => "rejected the keys",
        5 => "did not compare keys now",
        _ => "compared keys",
    };

    private static string Call(JsonElement call) => call.Number("status"u8) switch
    {
        0 when call.Text("startmsgid"u8) is not null => "invited to a call",
        0 => "began a call",
        1 => $"ended a call after {call.Text("duration"u8) ?? "0"} s",
        2 => "had a call that nobody answered",
        3 => "cancelled a call",
        _ => "called",
    };

    private static string Place(JsonElement place) => $"{place.Text("latitude"u8)}, {place.Text("longitude"u8)}";

    private static string Read(JsonElement hansard)
    {
        var count = hansard.ValueKind == JsonValueKind.Object && hansard.TryGetProperty("messages"u8, out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 1;
        return count == 1 ? "read a message" : string.Create(CultureInfo.InvariantCulture, $"read {count} messages");
    }
}
