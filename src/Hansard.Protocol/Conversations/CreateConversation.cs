using System.Text.Json.Serialization;
using Hansard.Protocol.SessionKeys;

namespace Hansard.Protocol.Conversations;

/// <summary>
/// Opens a dialog or a group together with its first session key, wrapped for each other person and each active recorder.
/// </summary>
/// <param name="Admins">Each other admin's wrapped key; likewise <paramref name="Members"/>, which also carries the recorders'.</param>
/// <param name="SessionKeyValue">The creator's own entry.</param>
/// <param name="KeyPairUuids">Own: for which key pair each entry was wrapped.</param>
public sealed record RequestCreateConversationFull(
    IReadOnlyDictionary<UserId, string> Admins,
    ConversationUuid ConversationUuid,
    bool IsDialog,
    IReadOnlyDictionary<UserId, string> Members,
    string? NickEncrypted,
    SessionKeyUuid SessionKeyUuid,
    SessionKeyValue SessionKeyValue,
    string? Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<UserId, KeyPairUuid>? KeyPairUuids = null) : IRequest<ResponseCreateConversation>
{
    public static string Type => nameof(RequestCreateConversationFull);
}

public sealed record ResponseCreateConversation(ConversationView Conversation) : IResponse
{
    public static string Type => nameof(ResponseCreateConversation);
}
