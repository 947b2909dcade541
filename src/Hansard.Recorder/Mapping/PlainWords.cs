using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Content;

namespace Hansard.Recorder.Mapping;

/// <summary>Content as words that read well to a person, for <c>message</c>; null for types that have another member. Pure.</summary>
internal static class PlainWords
{
    public static string? Of(MessageContent content) => content switch
    {
        TextContent text => text.Text,
        LinkContent link => link.Url,
        MenuContent menu => Lines([menu.Text, .. menu.Options.Select(Option)]),
        MenuResponseContent chosen => chosen.Option.TargetUrl,
        QuickReplyContent quick => Lines([quick.Header.Value, quick.Text, .. quick.QuickReplies.Select(reply => $"- {reply}"), quick.Footer.Value]),
        QuickReplyResponseContent reply => reply.Reply,
        FormContent form => Lines([form.Title, .. form.FormData.Select(Field)]),
        FormResponseContent form => Lines([form.Title, .. form.FormData.Select(Field)]),
        ContactsContent cards => Lines([.. cards.Contacts.Select(Card)]),
        _ => null,
    };

    private static string Lines(IEnumerable<string?> lines) => string.Join('\n', lines.Where(line => !string.IsNullOrEmpty(line)));

    private static string Option(MenuOption option) =>
        option.Command == MenuCommands.OpenUrl ? $"{option.Id}. {option.Text} ({option.TargetUrl})" : $"{option.Id}. {option.Text}";

    private static string Field(FormField field)
    {
        var label = field.Label.Words();
        var value = field.Value.IsPresent ? field.Value.Value.Words() : "";
        return $"{(label.Length > 0 ? label : field.Name)}: {value}";
    }

    private static string Card(ContactCard card)
    {
        var phones = card.Phones is { IsPresent: true, Value: { } numbers } ? numbers : [];
        return phones.Count == 0
            ? card.Name.FormattedName
            : $"{card.Name.FormattedName}: {string.Join(", ", phones.Select(phone => phone.Type is { IsPresent: true, Value: { Length: > 0 } type } ? $"{phone.Phone} ({type})" : phone.Phone))}";
    }

    /// <summary>A string, the default of a map from locale to string, or whatever else stands there as it stands.</summary>
    private static string Words(this RawJson json)
    {
        var value = JsonElement.Parse(json.Utf8.Span);
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Null => "",
            JsonValueKind.Object when value.TryGetProperty("default", out var usual) && usual.ValueKind == JsonValueKind.String => usual.GetString()!,
            _ => value.GetRawText(),
        };
    }
}
