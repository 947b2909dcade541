using Hansard.Client.Connections;
using Hansard.Client.LocalStore;
using Hansard.Protocol;
using Hansard.Protocol.Contacts;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Files;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Xunit;

namespace Hansard.Client.Tests.LocalStore;

/// <summary>What notifications leave on the device, in whatever order and however often they come.</summary>
public sealed class MirrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StoreKey key = Rows.Key();
    private readonly Mirror mirror;

    public MirrorTests()
    {
        mirror = Open();
        mirror.Apply(Rows.CameIn(entry: 1));
        mirror.Take(Rows.Conversation(), mirror.Question(Rows.Group));
    }

    public void Dispose()
    {
        mirror.Dispose();
        folder.Dispose();
    }

    private Mirror Open() => new(StoreFile.Open(Path.Combine(folder.Path, "store.db"), key), Rows.Own);

    private MessageView Message(string uuid) => mirror.Messages(Rows.Group).Single(message => message.Uuid.Value == uuid);

    private static UpdatedMessageNotification Updated(string uuid, int read, bool? readed = null) => new(new(uuid), Rows.Group, 2, read, read, false, false, readed);

    private static FileReadyNotification Ready(string message, string file, string signature = "1") =>
        new($"http://localhost/download/conversation_group/{message}_{file}?s={signature}", Rows.Group, new(message));

    [Fact]
    public void A_message_is_there_once_with_counters_that_only_rise_and_a_tombstone_stays_one()
    {
        Assert.True(mirror.Apply(Rows.Added("m", Rows.Own)));
        Assert.False(mirror.Apply(Rows.Added("m", Rows.Own)));
        mirror.Apply(Updated("m", read: 2));
        Assert.False(mirror.Apply(Updated("m", read: 1)));
        Assert.Equal((2, 2, true), (Message("m").ReadedMembers, Message("m").DeliveredMembers, Message("m").Readed));
        mirror.Apply(new DeleteMessageNotification(Rows.Group, new("m"), Rows.Own));
        Assert.False(mirror.Apply(Rows.Added("m", Rows.Own)));
        Assert.Equal((true, null), (Message("m").Deleted, Message("m").BodyEncryptedBase64));
    }

    [Fact]
    public void What_was_read_here_or_elsewhere_is_read()
    {
        foreach (var uuid in (string[])["here", "elsewhere", "unread"]) mirror.Apply(Rows.Added(uuid));
        mirror.MarkRead(Rows.Group, [new("here"), new("nowhere")]);
        mirror.Apply(Updated("elsewhere", read: 2, readed: true));
        mirror.Apply(Updated("unread", read: 2));
        Assert.Equal([("here", true), ("elsewhere", true), ("unread", false)], mirror.Messages(Rows.Group).Select(message => (message.Uuid.Value, message.Readed)));
        Assert.All(mirror.Messages(Rows.Group), message => Assert.Equal(0, message.ReadedMembers));
    }

    [Fact]
    public void Whoever_comes_back_begins_anew_and_being_told_twice_is_not_coming_back()
    {
        mirror.Apply(Rows.Added("m"));
        mirror.Apply(Rows.CameIn(entry: 1));
        Assert.True(mirror.Holds(Rows.Group, new("m")));
        mirror.Apply(Rows.CameIn(entry: 2));
        Assert.Empty(mirror.Messages(Rows.Group));
        mirror.Apply(new NotificationConversationDeleted(Rows.Group));
        Assert.Empty(mirror.Conversations);
        mirror.Apply(Rows.Added("late"));
        Assert.Empty(mirror.Messages(Rows.Group));
    }

    [Fact]
    public void What_has_no_order_is_asked_for_until_it_is_answered_and_what_came_meanwhile_again()
    {
        mirror.Apply(new NotificationRenameConversation(Rows.Group, "VGl0bGU="));
        var question = mirror.Question(Rows.Group);
        mirror.Apply(new NotificationConversationLeaved(Rows.Group, Rows.Other));
        mirror.Take(Rows.Conversation() with { Title = "VGl0bGU=" }, question);
        Assert.Equal([Rows.Group], mirror.Unsettled);
        mirror.Take(Rows.Conversation(), mirror.Question(Rows.Group));
        Assert.Empty(mirror.Unsettled);
        mirror.Apply(new UpdateContactNotification(Rows.Own, Rows.Other));
        Assert.True(mirror.ContactsUnsettled);
        Assert.Empty(mirror.Unsettled);
        mirror.Take([new ContactView(Rows.Other, "AAAA", null, null)]);
        Assert.False(mirror.ContactsUnsettled);
        Assert.Equal(Rows.Other, Assert.Single(mirror.Contacts).ContactId);
    }

    [Fact]
    public void A_file_is_there_once_whatever_its_address_and_goes_with_its_message()
    {
        Assert.True(mirror.Apply(Ready("unknown", "a")));
        mirror.Apply(Rows.Added("m"));
        Assert.True(mirror.Apply(Ready("m", "a")));
        Assert.False(mirror.Apply(Ready("m", "a", signature: "2")));
        Assert.True(mirror.Apply(Ready("m", "b")));
        Assert.Equal((2, 0), (mirror.ReadyFiles(Rows.Group, new("m")), mirror.ReadyFiles(Rows.Group, new("unknown"))));
        mirror.Apply(new DeleteMessageNotification(Rows.Group, new("m"), Rows.Other));
        Assert.False(mirror.Apply(Ready("m", "c")));
        Assert.Equal(0, mirror.ReadyFiles(Rows.Group, new("m")));
    }

    [Fact]
    public void The_newest_picture_stays_also_where_an_older_answer_comes_behind_it()
    {
        Assert.True(mirror.Apply(new ConversationAvatarChangedNotification(Rows.Group, 20)));
        Assert.False(mirror.Apply(new ConversationAvatarChangedNotification(Rows.Group, 10)));
        mirror.Take(Rows.Conversation(), null);
        Assert.Equal((true, 20), (mirror.Conversations[0].HasAvatar, mirror.Conversations[0].AvatarUpdated));
        mirror.Take(Rows.Conversation(avatarUpdated: 30), null);
        Assert.Equal(30, mirror.Conversations[0].AvatarUpdated);
    }

    [Fact]
    public void Changes_and_their_cursor_are_there_together_after_a_restart_and_gone_when_all_is_loaded_anew()
    {
        SessionKeyView fresh = new(new("new key"), Rows.Group, Rows.Own, "AAAA", "AAAA", 2, new("pair"), Rows.Other, new("key"));
        var news = mirror.Apply([new(Rows.Added("m")), new(new NotificationNewSessionKey(fresh)), new(Rows.Added("m"))], "cursor");
        Assert.Equal(2, news.Count);
        mirror.Dispose();
        using var again = Open();
        Assert.Equal(("cursor", "new key", "new key"), (again.Cursor, again.Conversations.Single().SessionKeyUuid.Value, again.SessionKeys(Rows.Group).Single().Uuid.Value));
        Assert.Single(again.Messages(Rows.Group));
        again.BeginAnew();
        Assert.Null(again.Cursor);
        Assert.Empty(again.Conversations);
        Assert.Empty(again.Messages(Rows.Group));
        Assert.Empty(again.SessionKeys(Rows.Group));
    }
}
