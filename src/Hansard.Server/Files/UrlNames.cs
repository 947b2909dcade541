using Hansard.Protocol;

namespace Hansard.Server.Files;

/// <summary>What conversations and users are called in URLs, as the documented paths call them.</summary>
internal static class UrlNames
{
    private const string Conversation = "conversation_", User = "user_";

    public static string Of(ConversationUuid conversation) => Conversation + conversation;

    /// <summary>Base64 has no underscore of its own.</summary>
    public static string Of(UserId user) => User + user.Value.Replace('/', '_');

    /// <summary>Null for the name of something else.</summary>
    public static ConversationUuid? ConversationIn(string name) => name.StartsWith(Conversation, StringComparison.Ordinal) ? new(name[Conversation.Length..]) : null;

    /// <inheritdoc cref="ConversationIn"/>
    public static UserId? UserIn(string name) => name.StartsWith(User, StringComparison.Ordinal) ? new(name[User.Length..].Replace('_', '/')) : null;
}
