using Hansard.Client.Encryption;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Tests.LocalStore;

/// <summary>What a store holds, with as little in it as will do.</summary>
internal static class Rows
{
    public static readonly UserId Own = new("own"), Other = new("other");

    public static readonly ConversationUuid Group = new("group");

    public static StoreKey Key() => Key(MetadataKey.Generate());

    public static StoreKey Key(MetadataKey metadataKey, string network = "default", string user = "own", string application = "app") => new(metadataKey, network, new(user), new(application));

    public static ConversationView Conversation(ConversationUuid? uuid = null, long avatarUpdated = 0) =>
        new(uuid ?? Group, false, null, new("key"), 1, 1, 0, [Own], [Other], avatarUpdated > 0, avatarUpdated, null, false);

    public static MessageView Message(string uuid, UserId? author = null, int read = 1, string? eventType = null) => new(
        new(uuid), Group, new("key"), author ?? Other, "AAAA", "AAAA", 1, true, false, null, eventType is not null, eventType, null, 2, read, 1, false, false, null);

    public static NotificationAddedMessageToConversation Added(string uuid, UserId? author = null, int read = 1) => new(Message(uuid, author, read));

    public static NotificationAddMemberToConversation CameIn(long entry) => new(Conversation(), Own, entry);
}
