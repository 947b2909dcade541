namespace Hansard.Server.Moderation;

/// <summary>What moderators can make of a report. The names stand in the journal, so they are never changed.</summary>
internal static class Decisions
{
    /// <summary>Nothing is to be done.</summary>
    public const string Dismissed = "dismissed";

    /// <summary>The message is marked.</summary>
    public const string Objectionable = "objectionable";

    /// <summary>The reported user, or the message's author, is blocked.</summary>
    public const string UserBlocked = "userBlocked";

    public const string ConversationBlocked = "conversationBlocked";

    public static readonly IReadOnlyList<string> All = [Dismissed, Objectionable, UserBlocked, ConversationBlocked];
}
