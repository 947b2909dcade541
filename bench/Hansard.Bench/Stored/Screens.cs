using System.Text.Json;
using Hansard.Bench.Setup;

namespace Hansard.Bench.Stored;

/// <summary>Something that is asked again and again.</summary>
/// <param name="Ask">Asks once, checks the answer and says how many clock ticks it took to come.</param>
internal sealed record Question(string Name, int Times, Func<long> Ask);

/// <summary>
/// What the reader's screens ask for, one thing at a time, with every answer checked against what was stored: which messages, in which order,
/// what they say, how many are unread.
/// </summary>
/// <param name="last">The newest ordinal of every conversation.</param>
internal sealed class Screens(Caller reader, IReadOnlyList<StoredConversation> conversations, long last)
{
    private const int PageMessages = 50;
    private const int PagesAsked = 1_000;
    private const int ListsAsked = 200;

    /// <summary>Fewer messages in a conversation have no room for a page before and after any of them.</summary>
    public const int FewestMessages = (2 * PageMessages) + 1;

    /// <summary>Always the same places, so that two runs ask for the same.</summary>
    private readonly Random random = new(PageMessages);

    public IReadOnlyList<Question> Questions =>
    [
        new("page before a random message", PagesAsked, PageBefore),
        new("page after a random message", PagesAsked, PageAfter),
        new("newest page", PagesAsked, NewestPage),
        new("one conversation", PagesAsked, One),
        new($"list of {Correspondence.Conversations} conversations", ListsAsked, All),
    ];

    private StoredConversation Any() => conversations[random.Next(conversations.Count)];

    private long PageBefore()
    {
        (StoredConversation conversation, long anchor) = (Any(), random.NextInt64(PageMessages + StoredConversation.EventOrdinal, last + 1));
        JsonElement answer = reader.Ask("RequestGetMessagesFromUuid",
            new { conversationUuid = conversation.Known.Uuid, size = PageMessages, uuid = StoredText.Of(conversation.Number, anchor).Uuid }, out long took);
        CheckPage(answer, conversation, newest: anchor - 1);
        return took;
    }

    private long PageAfter()
    {
        (StoredConversation conversation, long anchor) = (Any(), random.NextInt64(StoredConversation.EventOrdinal + 1, last - PageMessages + 1));
        JsonElement answer = reader.Ask("RequestGetMessages",
            new { conversationUuid = conversation.Known.Uuid, fromMessageUuid = StoredText.Of(conversation.Number, anchor).Uuid, size = PageMessages }, out long took);
        CheckPage(answer, conversation, newest: anchor + PageMessages);
        return took;
    }

    private long NewestPage()
    {
        StoredConversation conversation = Any();
        JsonElement answer = reader.Ask("RequestGetMessages",
            new { conversationUuid = conversation.Known.Uuid, fromMessageUuid = (string?)null, size = PageMessages }, out long took);
        CheckPage(answer, conversation, newest: last);
        return took;
    }

    private long One()
    {
        StoredConversation conversation = Any();
        JsonElement answer = reader.Ask("RequestGetConversationFull", new { conversationUuid = conversation.Known.Uuid, userId = (string?)null }, out long took);
        CheckConversation(answer.GetProperty("conversation"), conversation);
        CheckMessage(answer.GetProperty("lastMessage"), conversation, last);
        Expect(conversation.Known.SessionKeyUuid, answer.GetProperty("sessionKey"), "uuid");
        return took;
    }

    private long All()
    {
        JsonElement answer = reader.Ask("RequestGetConversationsFull", new { userId = (string?)null }, out long took);
        // Loaded in turns, so the newest message is in the conversation that was made last.
        List<StoredConversation> expected = [.. conversations.Reverse()];
        CheckEach(answer.GetProperty("conversations"), expected, CheckConversation);
        CheckEach(answer.GetProperty("lastMessages"), expected, (message, conversation) => CheckMessage(message, conversation, last));
        CheckEach(answer.GetProperty("firstUnreadMessageUuid"), [.. expected.Where(conversation => conversation.Unread(last) > 0)], (uuid, conversation) =>
            Expect(StoredText.Of(conversation.Number, conversation.FirstUnread(last)!.Value).Uuid, uuid.GetString(), "first unread message"));
        Expect(conversations.Count, answer.GetProperty("sessionKeys").GetArrayLength(), "session keys");
        Expect(conversations.SelectMany(conversation => conversation.Members).Distinct().Count(), answer.GetProperty("members").GetArrayLength(), "people");
        return took;
    }

    private void CheckPage(JsonElement answer, StoredConversation conversation, long newest)
    {
        List<long> expected = [.. Enumerable.Range(0, PageMessages).Select(place => newest - place)];
        CheckEach(answer.GetProperty("messages"), expected, (message, ordinal) => CheckMessage(message, conversation, ordinal));
    }

    /// <summary>The event of the creation has a uuid that the server made.</summary>
    private void CheckMessage(JsonElement message, StoredConversation conversation, long ordinal)
    {
        if (ordinal == StoredConversation.EventOrdinal)
        {
            Expect(true, message.GetProperty("isEvent").GetBoolean(), "event");
            return;
        }
        StoredText text = StoredText.Of(conversation.Number, ordinal);
        Expect(text.Uuid, message, "uuid");
        Expect(text.Body, message, "bodyEncryptedBase64");
        Expect(conversation.Author(ordinal).UserId, message, "userId");
        Expect(conversation.HasRead(ordinal, last), message.GetProperty("readed").GetBoolean(), "readed");
    }

    private void CheckConversation(JsonElement view, StoredConversation conversation)
    {
        Expect(conversation.Known.Uuid, view, "uuid");
        Expect(conversation.Unread(last), view.GetProperty("unreadedCounter").GetInt64(), "unreadedCounter");
        Expect(conversation.Members.Count, view.GetProperty("admins").GetArrayLength() + view.GetProperty("members").GetArrayLength(), "people");
    }

    private static void CheckEach<T>(JsonElement list, List<T> expected, Action<JsonElement, T> check)
    {
        Expect(expected.Count, list.GetArrayLength(), "entries");
        foreach ((JsonElement entry, T item) in list.EnumerateArray().Zip(expected)) check(entry, item);
    }

    private static void Expect(string expected, JsonElement owner, string member) => Expect(expected, owner.GetProperty(member).GetString(), member);

    private static void Expect<T>(T expected, T actual, string what)
    {
        if (!Equals(expected, actual)) throw new LoadFailure($"{what}: {actual} came where {expected} is stored");
    }
}
