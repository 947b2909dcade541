using Hansard.Archive.Search;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Search;

/// <summary>Who was in which conversation when, and what it was called.</summary>
public sealed class AttendanceTests
{
    [Fact]
    public void Members_and_titles_are_those_of_the_time_that_is_asked_for()
    {
        using var talk = new Talk();
        Create(talk, "c", "Plans", ["anna"], ["ben"]);
        talk.Say("hello", "ben");
        Added(talk, "carla", admin: true);
        Renamed(talk, "Secret plans");
        talk.Add(MessageType.RoomLeft, [], "ben", kept: [Talk.Fact("memberLeft", _ => { })]);
        Kicked(talk, "carla");
        talk.Add(MessageType.RoomDeleted, [], "anna", kept: [Talk.Fact("conversationDeleted", _ => { })]);
        talk.CatchUp();

        Assert.Empty(talk.Index.Members("c", 0));
        Assert.Equal([("anna", "Anna", true), ("ben", "Ben", false)], Members(talk, 2));
        Assert.Equal([("anna", "Anna", true), ("ben", "Ben", false), ("carla", "Carla", true)], Members(talk, 4));
        Assert.Equal([("anna", "Anna", true), ("carla", "Carla", true)], Members(talk, 5));
        Assert.Equal([("anna", "Anna", true)], Members(talk, 6));
        Assert.Empty(talk.Index.Members("c", 7));
        Assert.Equal([new TitleAt(1, "Plans")], talk.Index.Titles("c", 3));
        Assert.Equal([new TitleAt(1, "Plans"), new TitleAt(4, "Secret plans")], talk.Index.Titles("c", 7));
        Assert.Empty(talk.Index.Titles("other", 7));
    }

    [Fact]
    public void What_somebody_could_read_is_what_was_said_while_he_was_there()
    {
        using var talk = new Talk();
        Create(talk, "c", "", ["anna"], []);
        talk.Say("before ben");
        Added(talk, "ben", admin: false);
        talk.Say("to ben");
        Kicked(talk, "ben");
        talk.Say("after ben");
        talk.Say("elsewhere", "anna", "d");
        talk.CatchUp();

        Assert.Equal([3, 4, 5], talk.FoundSeqs(new Selection { Members = ["ben"] }));
        Assert.Equal([3, 4, 5], talk.FoundSeqs(new Selection { Members = ["Ben"] }));
        Assert.Equal(["ben"], talk.Index.UserIdsOf("BEN"));
        Assert.Empty(talk.Index.UserIdsOf("nobody"));
        Assert.Equal([4], talk.FoundSeqs(new Selection { Members = ["ben"], Senders = ["anna"], Types = [MessageType.Text] }));
        Assert.Equal([3, 5], talk.FoundSeqs(new Selection { Participants = ["ben"] }));
    }

    [Fact]
    public void In_a_chat_or_a_record_that_begins_later_whoever_speaks_is_there()
    {
        using var talk = new Talk();
        talk.Say("hello", "anna");
        talk.Say("hi", "ben");
        talk.Add(MessageType.RoomLeft, [], "anna", kept: [LineMember.Object("content", writer => writer.Member("messageType", "leave"))]);
        talk.Say("alone", "ben");
        talk.CatchUp();

        Assert.Equal(["anna", "ben"], talk.Index.Members("c", 2).Select(one => one.UserId));
        Assert.Equal(["ben"], talk.Index.Members("c", 4).Select(one => one.UserId));
        Assert.Equal([1, 2, 3], talk.FoundSeqs(new Selection { Members = ["anna"] }));
    }

    [Fact]
    public void In_a_dialog_the_receiver_is_found_whatever_the_directory_calls_him()
    {
        using var talk = new Talk();
        talk.Add(MessageType.RoomCreated, [Room("", ["Anna"], ["Anna", "Ben"])], "anna", kept: [Created(["anna"], ["ben"])], name: "Anna");
        talk.Add(MessageType.Text, [LineMember.Text("message", "one")], "anna", receiver: "Ben", name: "Anna");
        talk.Add(MessageType.Text, [LineMember.Text("message", "two")], "anna", receiver: "Benjamin B.", name: "Anna");
        talk.Add(MessageType.Text, [LineMember.Text("message", "three")], "ben", receiver: "Anna", name: "Benjamin B.");
        talk.CatchUp();

        Assert.Equal([1, 2, 3, 4], talk.FoundSeqs(new Selection { Participants = ["ben"] }));
        Assert.Equal([1, 2, 3, 4], talk.FoundSeqs(new Selection { Participants = ["benjamin b."] }));
        Assert.Equal([4], talk.FoundSeqs(new Selection { Senders = ["Ben"] }));
        Assert.True(talk.Index.IsKnownPerson("benjamin B."));
        Assert.False(talk.Index.IsKnownPerson("carla"));
    }

    [Fact]
    public void A_thousand_members_and_ten_thousand_conversations_are_told_apart()
    {
        using var talk = new Talk();
        string[] crowd = [.. Enumerable.Range(0, 1_000).Select(n => $"user{n}")];
        Create(talk, "crowd", "All", ["anna"], crowd);
        talk.Say("to all", "anna", "crowd");
        for (var n = 0; n < 10_000; n++) talk.Say("ping", $"user{n % 1_000}", $"conversation {n}");
        talk.CatchUp();

        Assert.Equal(1_001, talk.Index.Members("crowd", 2).Count);
        Assert.Equal([7_779], talk.FoundSeqs(new Selection { Conversations = ["conversation 7776"] }));
        Assert.Equal(12, talk.FoundSeqs(new Selection { Members = ["user17"] }).Length);
        Assert.Equal(11, talk.FoundSeqs(new Selection { Participants = ["user17"] }).Length);
        Assert.Equal(10, talk.FoundSeqs(new Selection { Senders = ["user17"] }).Length);
        Assert.Equal(10_000, talk.FoundSeqs(new Selection { Members = crowd[..100], Words = Word("ping") }).Length * 10);
    }

    private static WordQuery Word(string word) => WordQuery.TryParse(word, out var query, out _) ? query! : throw new ArgumentException(word);

    private static (string, string, bool)[] Members(Talk talk, long seq) => [.. talk.Index.Members("c", seq).Select(one => (one.UserId, one.Name, one.IsMaster))];

    private static string NameOf(string user) => char.ToUpperInvariant(user[0]) + user[1..];

    private static void Create(Talk talk, string conversation, string title, string[] admins, string[] members) => talk.Add(
        MessageType.RoomCreated, [Room(title, [.. admins.Select(NameOf)], [.. admins.Concat(members).Select(NameOf)])], admins[0], conversation, [Created(admins, members)], name: NameOf(admins[0]));

    private static void Added(Talk talk, string user, bool admin) => talk.Add(MessageType.RoomMembersChanged, [RoomControl.MembersChanged([NameOf(user)], [])], kept: [Talk.Fact("memberAdded", writer =>
    {
        writer.Member("admin", admin);
        writer.Member("memberUserId", user);
    })], name: "Anna");

    private static void Kicked(Talk talk, string user) => talk.Add(
        MessageType.RoomMembersChanged, [RoomControl.MembersChanged([], [NameOf(user)])], kept: [Talk.Fact("memberKicked", writer => writer.Member("memberUserId", user))], name: "Anna");

    private static void Renamed(Talk talk, string title) => talk.Add(
        MessageType.RoomParametersChanged, [RoomControl.Changed(RoomChange.Title, new RoomParameters(title, "", [], [], 0, 0))], kept: [Talk.Fact("conversationRenamed", _ => { })], name: "Anna");

    private static LineMember Room(string title, string[] masters, string[] members) => RoomControl.Created(new RoomParameters(title, "", masters, members, 0, 0));

    private static LineMember Created(string[] admins, string[] members) => Talk.Fact("conversationCreated", writer =>
    {
        writer.Member("admins", admins);
        writer.Member("isDialog", members.Length == 1);
        writer.Member("members", members);
    });
}
