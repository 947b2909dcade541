using System.Text.Json.Serialization;

namespace Hansard.Protocol.Messages;

/// <summary>Idempotent: the same sender and body under the same uuid gets the first answer again, anything else is a conflict.</summary>
/// <param name="BodyEncryptedBase64">AES-256-GCM ciphertext and tag of the content object.</param>
/// <param name="FileCount">Own: how many files will follow.</param>
public sealed record RequestAddMessage(
    string BodyEncryptedBase64,
    ConversationUuid ConversationUuid,
    bool HasFiles,
    string IvBase64,
    MessageUuid MessageUuid,
    MessageUuid? ReplyMessageUuid,
    SessionKeyUuid SessionKeyUuid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? FileCount = null) : IRequest<ResponseAddedMessage>, IAboutConversation
{
    public static string Type => nameof(RequestAddMessage);
}

public sealed record ResponseAddedMessage(MessageView Message) : IResponse
{
    public static string Type => nameof(ResponseAddedMessage);
}

public sealed record NotificationAddedMessageToConversation(MessageView Message) : INotification
{
    public static string Type => nameof(NotificationAddedMessageToConversation);
}
