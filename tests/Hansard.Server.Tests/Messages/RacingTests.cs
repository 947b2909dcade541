using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>
/// Four people do to one group whatever they like, all at once. Whichever order the server put that in is told by the journal: what it tells must be
/// possible one after another, and played in the model it must end in what everybody sees.
/// </summary>
public sealed class RacingTests
{
    private const string Group = "g";

    private static readonly int Deeds = Environment.GetEnvironmentVariable("HANSARD_SOAK") == "1" ? 2_000 : 120;

    private readonly ConcurrentBag<string> said = [];

    [Fact]
    public async Task What_the_journal_tells_of_a_race_is_possible_and_ends_in_what_everybody_sees()
    {
        await using TestServer server = await TestServer.Start("on", TestServer.Unhurried);
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket;
        TestPerson[] people = await Task.WhenAll(Enumerable.Range(0, 4).Select(person => server.Keyed($"+1555000000{person}")));
        foreach (TestPerson person in people) await person.Discover(people);
        await people[0].Socket.Get("RequestCreateConversationFull", people[0].Creation(Group, isDialog: false, [], people[1..], bot.UserId.Value));

        await Task.WhenAll(people.Select((_, number) => Task.Run(() => Race(people, number, bot.UserId.Value))));
        GroupView view = new(people, Group);
        GroupModel model = Replay(await new FeedReader(recorder).ToTheHead(), view);
        for (int person = 0; person < people.Length; person++) await view.AssertAsIn(model, person);
        Assert.True(said.Count > Deeds / 8, $"only {said.Count} messages were said");
        foreach (TestPerson person in people) await person.DisposeAsync();
    }

    private async Task Race(TestPerson[] people, int number, string recorder)
    {
        Random random = new(number);
        TestPerson me = people[number];
        string key = "key of " + Group;
        for (int deed = 0; deed < Deeds; deed++)
        {
            TestPerson whom = people[random.Next(people.Length)];
            string[] on = [.. said.OrderBy(_ => random.Next()).Take(random.Next(1, 4))];
            string status = random.Next(20) switch
            {
                < 8 => await Say(me, $"{number}/{deed}", key),
                < 12 => await me.Socket.Status("RequestMessagesReaded", new { conversationUuid = Group, messageUuids = on }),
                12 => await me.Socket.Status("RequestMarkAllReaded", new { conversationUuid = Group }),
                13 => await me.Socket.Status("RequestDeleteMessages", new { conversationUuid = Group, uuids = on }),
                14 => await me.Socket.Status("RequestChangeToAdmin", new { conversationUuid = Group, userId = whom.UserId }),
                15 => await me.Socket.Status("RequestKickUser", new { conversationUuid = Group, userId = whom.UserId }),
                _ => await me.Socket.Status("RequestAddMember", me.Newcomer(Group, whom, key)),
            };
            // Refused or done: which of them is for the order to decide.
            Assert.NotEqual("internal", status);
            if (status is "conflict" or "incompleteKeys") key = await Rekey(me, recorder) ?? key;
            me.Socket.TakeNotifications();
        }
    }

    private async Task<string> Say(TestPerson me, string uuid, string key)
    {
        JsonNode answer = (await me.Socket.Ask("RequestAddMessage", TestPerson.Message(Group, uuid, sessionKey: key)))["body"]!;
        if (answer["status"] is { } refusal) return (string)refusal!;
        said.Add(uuid);
        return "ok";
    }

    /// <summary>A new key for those who are members now, or the key that somebody else has made meanwhile.</summary>
    private static async Task<string?> Rekey(TestPerson me, string recorder)
    {
        JsonNode list = (await me.Socket.Ask("RequestGetMembersList", new { conversationUuid = Group }))["body"]!;
        if (list["admins"] is null) return null;
        IEnumerable<string> recipients = list["admins"]!.AsArray().Concat(list["members"]!.AsArray()).Select(userId => (string)userId!).Append(recorder);
        JsonNode answer = (await me.Socket.Ask("RequestAddNewSessionKeys", new { conversationUuid = Group, sessionKeys = recipients.Select(userId => me.KeyFor(userId)) }))["body"]!;
        if ((string?)answer["sessionKeyUuid"] is { } made) return made;
        JsonNode conversation = (await me.Socket.Ask("RequestGetConversationFull", new { conversationUuid = Group, userId = (string?)null }))["body"]!;
        return (string?)conversation["conversation"]?["sessionKeyUuid"];
    }

    private static GroupModel Replay(FeedReader feed, GroupView view)
    {
        GroupModel model = new(1, 2, 3);
        int told = 0;
        foreach (JsonObject fact in feed.Facts.Where(fact => (string?)fact["conversationUuid"] == Group))
        {
            JsonNode body = fact["body"]!;
            int by = view.Name(fact["userId"]) ?? -1;
            int? whom = view.Name(body["memberUserId"]);
            string kind = (string)fact["kind"]!;
            string outcome = kind switch
            {
                "memberAdded" => model.Add(by, whom!.Value, (bool)body["admin"]!),
                "memberKicked" => model.Kick(by, whom!.Value),
                "memberLeft" => model.Leave(by),
                "memberPromoted" => model.Roles.Admins.Contains(whom!.Value) ? "ok" : model.Promote(by, whom.Value),
                "sessionKeyAdded" => model.Rekey(by),
                "messageAdded" when !(bool)body["isEvent"]! => model.Say(by, (string)body["messageUuid"]!, null),
                "messageDeleted" => model.Delete(by, [(string)body["messageUuid"]!]),
                "messagesRead" => model.Read(by, body["messageUuids"]!.AsArray().Select(uuid => (string)uuid!)),
                _ => "ok",
            };
            Assert.Equal((fact.ToJsonString(), "ok"), (fact.ToJsonString(), outcome));
            if (kind == "messageAdded") AssertTold(model.Messages[told++], body);
        }
        Assert.Equal(model.Messages.Count, told);
        return model;
    }

    private static void AssertTold(ModelMessage message, JsonNode body)
    {
        message.Uuid = (string)body["messageUuid"]!;
        Assert.Equal((message.EventType, message.Present.Count), ((string?)body["eventType"], (int)body["members"]!));
    }
}
