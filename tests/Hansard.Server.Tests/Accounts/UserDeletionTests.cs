using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Accounts;
using Hansard.Server.Connections;
using Hansard.Server.Journal;
using Hansard.Server.Networks;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class UserDeletionTests : IAsyncLifetime
{
    private const string Left = "NotificationConversationLeaved", Added = "NotificationAddedMessageToConversation", Deleted = "DeleteMessageNotification",
        Updated = "UpdateContactNotification";

    /// <summary>Base64 that nothing else is.</summary>
    private const string Mark = "UEVSU09OQUw=";

    private TestServer server = null!;
    private TestPerson ann = null!, tablet = null!, bob = null!, bobsTablet = null!, carl = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start(limits: TestServer.Unhurried, time: new StillClock());
        (ann, tablet, bob, bobsTablet, carl) = (await server.Keyed("+15550000001"), await server.Person("+15550000001"), await server.Keyed("+15550000002"),
            await server.Person("+15550000002"), await server.Keyed("+15550000003"));
        foreach (TestPerson person in (TestPerson[])[ann, bob]) await person.Told();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, tablet, bob, bobsTablet, carl]) await person.DisposeAsync();
        await server.DisposeAsync();
    }

    private static Task<string> Ask(TestPerson person, string number, string? token = null) =>
        person.Socket.Status("RequestDeleteUser", new { androidSmsToken = token, openUserId = number });

    private static Task<string> Confirm(TestPerson person, string code) => person.Socket.Status("RequestDeleteUserConfirmation", new { code });

    private async Task Delete(TestPerson person)
    {
        Assert.Equal(Status.Ok, await Ask(person, person.Number));
        Assert.Equal(Status.Ok, await Confirm(person, person.LastCode(server.OutboxPath)));
        await Departed(server.Core);
    }

    /// <summary>Until everything is done that a deletion leaves for later.</summary>
    private static async Task Departed(ServerCore core)
    {
        while (await core.Writer.Run(batch => DepartureStore.First(batch.Sql, core.Networks.Find("default")!) is not null)) await Task.Yield();
    }

    private static Task<JsonNode> History(TestPerson person, string conversation) =>
        person.Socket.Get("RequestGetMessages", new { conversationUuid = conversation, fromMessageUuid = (string?)null, size = 50 });

    [Fact]
    public async Task The_answer_comes_first_and_then_all_sockets_of_the_user_end()
    {
        await using TestSocket stranger = await server.Connect();
        Assert.Equal(Status.Ok, await Ask(ann, ann.Number, "p1VSyoHQY8a"));
        string text = (string)JsonNode.Parse(File.ReadLines(server.OutboxPath).Last())!["text"]!;
        Assert.EndsWith("\np1VSyoHQY8a", text);
        Assert.Contains("delete your account", text, StringComparison.Ordinal);
        await tablet.Told();
        Assert.Equal(Status.Ok, await Confirm(ann, ann.LastCode(server.OutboxPath)));
        await ann.Socket.Ended();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, ann.Socket.CloseStatus);
        await tablet.Socket.Ended();
        foreach (TestPerson device in (TestPerson[])[ann, tablet]) Assert.Equal(Status.Unauthenticated, await device.Authenticate(stranger));
    }

    [Fact]
    public async Task What_is_not_ones_own_number_and_a_code_of_another_purpose_application_or_time_is_refused()
    {
        Assert.Equal(Status.Forbidden, await Ask(ann, bob.Number));
        Assert.Equal(Status.Invalid, await Ask(ann, "15550000001"));
        Assert.Equal(Status.Invalid, await Ask(ann, ann.Number, "evil words."));
        Assert.Equal(Status.Forbidden, await Confirm(ann, "000000"));
        Assert.Equal(Status.Ok, await Ask(ann, ann.Number));
        string code = ann.LastCode(server.OutboxPath);
        Assert.Equal(Status.Forbidden, await Confirm(tablet, code));
        Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestConfirmUpdateUserKeys", new { smsCode = code }));
        for (int check = 0; check < Limits.CodeChecks; check++) Assert.Equal(Status.Forbidden, await Confirm(ann, code == "000000" ? "000001" : "000000"));
        Assert.Equal(Status.Forbidden, await Confirm(ann, code));
        Assert.NotNull((await bob.Socket.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!["keyPairUuid"]);
        await ann.Told();
    }

    [Fact]
    public async Task Those_who_remain_are_told_that_he_left_and_of_each_message_that_is_gone()
    {
        await ann.CreateGroup("g", bob, carl);
        await ann.CreateDialog("d", bob);
        await ann.Say("g", "hers");
        await bob.Say("g", "his");
        await ann.Say("d", "to him");
        await carl.Discover(ann);
        await carl.Socket.Get("UpdateContact", new { contact = new { contactId = ann.UserId, contactIdEncrypted = "AAAA", nickEncrypted = (string?)null, trustedFingerprintEncrypted = (string?)null }, userId = (string?)null });
        foreach (TestPerson person in (TestPerson[])[bob, bobsTablet, carl]) await person.Told();

        await Delete(ann);
        foreach (TestPerson device in (TestPerson[])[bob, bobsTablet])
        {
            List<JsonObject> told = await device.Told();
            Assert.Equal([Left, Added, Left, Added, Deleted, Deleted], told.Select(frame => (string)frame["type"]!));
            Assert.Equal([("g", ann.UserId), ("d", ann.UserId)], told.Where(frame => (string)frame["type"]! == Left)
                .Select(frame => ((string)frame["body"]!["uuid"]!, (string)frame["body"]!["userId"]!)));
            Assert.All(told.Where(frame => (string)frame["type"]! == Added), frame => Assert.Equal((true, "Left", ann.UserId, ann.UserId),
                ((bool)frame["body"]!["message"]!["isEvent"]!, (string)frame["body"]!["message"]!["eventType"]!, (string)frame["body"]!["message"]!["userId"]!, (string)frame["body"]!["message"]!["eventUserId"]!)));
            Assert.Equal([("g", "hers", ann.UserId), ("d", "to him", ann.UserId)], told.Where(frame => (string)frame["type"]! == Deleted)
                .Select(frame => ((string)frame["body"]!["conversationUuid"]!, (string)frame["body"]!["messageUuid"]!, (string)frame["body"]!["userId"]!)));
        }
        List<JsonObject> carls = await carl.Told();
        Assert.Equal([Updated, Left, Added, Deleted], carls.Select(frame => (string)frame["type"]!));
        Assert.Equal((carl.UserId, ann.UserId), ((string)carls[0]["body"]!["userId"]!, (string)carls[0]["body"]!["contactId"]!));
    }

    [Fact]
    public async Task What_he_wrote_is_tombstones_and_what_others_wrote_is_not()
    {
        await ann.CreateGroup("g", bob, carl);
        await ann.Say("g", "hers");
        await bob.Say("g", "his");
        await ann.Say("g", "hers too");
        await carl.Socket.Get("RequestMessagesReaded", new { conversationUuid = "g", messageUuids = (string[])["hers"] });
        await Delete(ann);

        Dictionary<string, JsonNode> messages = (await History(carl, "g"))["messages"]!.AsArray().Where(message => !(bool)message!["isEvent"]!).ToDictionary(message => (string)message!["uuid"]!, message => message!);
        foreach (string gone in (string[])["hers", "hers too"])
            Assert.Equal((true, null, null, ann.UserId, null), ((bool)messages[gone]["deleted"]!, (string?)messages[gone]["bodyEncryptedBase64"], (string?)messages[gone]["ivBase64"],
                (string)messages[gone]["userId"]!, (string?)messages[gone]["userNick"]));
        Assert.Equal((false, TestPerson.Body), ((bool)messages["his"]["deleted"]!, (string)messages["his"]["bodyEncryptedBase64"]!));
        JsonNode view = (await carl.Socket.Get("RequestGetConversationFull", new { conversationUuid = "g", userId = (string?)null }))["conversation"]!;
        Assert.Equal(1, (int)view["unreadedCounter"]!);
        // The creator was the only admin: the longest-standing member is it now.
        Assert.Equal([bob.UserId], view["admins"]!.AsArray().Select(id => (string)id!));
        Assert.Equal([carl.UserId], view["members"]!.AsArray().Select(id => (string)id!));
        Assert.DoesNotContain(server.Stored().Where(table => table.Key.StartsWith("ciphertexts", StringComparison.Ordinal)).SelectMany(table => table.Value), row => row.Contains("hers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_more_is_said_under_a_key_that_he_has_until_there_is_another()
    {
        await ann.CreateGroup("g", bob, carl);
        await ann.CreateDialog("d", bob);
        await Delete(ann);
        foreach (string conversation in (string[])["g", "d"])
            Assert.Equal(Status.IncompleteKeys, await bob.Socket.Status("RequestAddMessage", TestPerson.Message(conversation, "m")));
        await bob.Rekey("g", bob, carl);
        await bob.Say("g", "among ourselves");
        Assert.Equal([bob.UserId], (await bob.Socket.Get("RequestGetMembersList", new { conversationUuid = "d" }))["admins"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task Nothing_personal_is_stored_any_more()
    {
        Assert.Equal(Status.Ok, await ann.Socket.Status("RequestUpdateUserNick", new { nick = Mark }));
        Assert.Equal(Status.Ok, await ann.Socket.Status("UpdateParam", new { name = "params", value = Mark }));
        await ann.Socket.Get("RequestUpdateDeviceTokenByApplication", new { token = Mark, userId = (string?)null, uuid = (string?)null });
        await ann.Discover(bob, carl);
        await bob.Discover(ann);
        await ann.Socket.Get("UpdateContact", new { contact = new { contactId = bob.UserId, contactIdEncrypted = Mark, nickEncrypted = Mark, trustedFingerprintEncrypted = Mark }, userId = (string?)null });
        await bob.Socket.Get("UpdateContact", new { contact = new { contactId = ann.UserId, contactIdEncrypted = Mark, nickEncrypted = Mark, trustedFingerprintEncrypted = Mark }, userId = (string?)null });
        await ann.Socket.Get("AddBlackList", new { userId = carl.UserId });
        await ann.CreateGroup("g", bob);
        await ann.Socket.Get("UpdateMemberNick", new { conversationUuid = "g", nickEncrypted = Mark, userId = (string?)null });
        await ann.Say("g", "m", Mark);
        Assert.Equal(Status.Ok, await tablet.Socket.Status("RequestUpdateUserKeys", new
        {
            androidSmsToken = (string?)null, metaDataKeyEncryptedBase64 = Mark, nick = Mark, openUserId = ann.Number,
            privateKeyEncryptedBase64 = $"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{Mark}\n-----END ENCRYPTED PRIVATE KEY-----",
        }));
        string[] marked = [.. server.Stored().Where(table => table.Value.Any(row => row.Contains(Mark, StringComparison.Ordinal))).Select(table => table.Key).Where(table => !table.StartsWith("ciphertexts", StringComparison.Ordinal))];
        Assert.Equal(["applications", "codes", "contacts", "members", "params", "users"], marked);

        await Delete(ann);
        foreach ((string table, List<string> rows) in server.Stored())
        {
            Assert.DoesNotContain(rows, row => row.Contains(Mark, StringComparison.Ordinal));
            Assert.DoesNotContain(rows, row => row.Contains(ann.ApplicationUuid, StringComparison.Ordinal) || row.Contains(tablet.ApplicationUuid, StringComparison.Ordinal));
            // That a code was sent, and who looked him up, is kept for a day, as of every number.
            if (table is not ("users" or "budgets" or "discovery_lookups")) Assert.DoesNotContain(rows, row => row.Contains(ann.UserId, StringComparison.Ordinal));
        }
        Assert.Empty(server.Stored()["contacts"]);
        Assert.Empty(server.Stored()["black_lists"]);
        JsonNode unknown = (await bob.Socket.Get("RequestGetUserInfo", new { userId = ann.UserId }))["user"]!;
        Assert.Equal((null, null, null), ((string?)unknown["publicKeyBase64"], (string?)unknown["nick"], (string?)unknown["keyPairUuid"]));
        Assert.Empty((await bob.Socket.Get("RequestGetContactList", new { userId = (string?)null }))["users"]!.AsArray());
    }

    [Fact]
    public async Task Whoever_registers_with_the_number_later_is_somebody_else()
    {
        await ann.CreateGroup("g", bob);
        await ann.CreateDialog("d", bob);
        await ann.Say("d", "m");
        await bob.Socket.Get("AddBlackList", new { userId = ann.UserId });
        await Delete(ann);

        await using TestPerson newcomer = await server.Keyed(ann.Number);
        Assert.Empty((await newcomer.Socket.Get("RequestGetConversationsFull", new { userId = (string?)null }))["conversations"]!.AsArray());
        foreach (string conversation in (string[])["g", "d"])
            Assert.Equal(Status.NotFound, await newcomer.Socket.Status("RequestGetConversationFull", new { conversationUuid = conversation, userId = (string?)null }));
        Assert.Null((await bob.Socket.Get("RequestGetUserInfo", new { userId = newcomer.UserId }))["user"]!["publicKeyBase64"]);
        Assert.Null((await newcomer.Socket.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!["publicKeyBase64"]);
        Assert.Equal([ann.UserId], (await bob.Socket.Get("GetBlackList", new { userId = (string?)null }))["users"]!.AsArray().Select(id => (string)id!));

        await newcomer.Discover(bob);
        Assert.Equal(Status.Forbidden, await newcomer.Socket.Status("RequestCreateConversationFull", newcomer.Creation("d2", isDialog: true, [bob], [])));
        await bob.Socket.Get("RemoveBlackList", new { userId = ann.UserId });
        await newcomer.CreateDialog("d2", bob);
        await newcomer.Say("d2", "hello");
    }

    [Fact]
    public async Task The_journal_has_his_end_and_what_he_said_until_a_recorder_has_it()
    {
        (TestBot bot, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        await ann.Discover(bob);
        await ann.Socket.Get("RequestCreateConversationFull", ann.Creation("g", isDialog: false, [], [bob], bot.UserId.Value));
        await ann.Say("g", "m");
        FeedReader before = await new FeedReader(recorder).ToTheHead();
        await Delete(ann);

        FeedReader feed = await new FeedReader(recorder).ToTheHead();
        Assert.Equal(["userDeleted", "sessionKeyClosed", "memberLeft", "memberPromoted", "messageAdded", "messageDeleted"], feed.Kinds.Skip(before.Facts.Count));
        Assert.All(feed.Facts.Skip(before.Facts.Count), fact => Assert.Equal(ann.UserId, (string?)fact["userId"]));
        Assert.Equal("userDeleted", (string?)Assert.Single(feed.OfKind("sessionKeyClosed"))["body"]!["reason"]);
        Assert.Equal(TestPerson.Body, Assert.Single(feed.Bodies).Value.Body);
        await recorder.Get("RequestAcknowledgeFeed", new { through = feed.Facts.Count });
        Assert.Empty((await new FeedReader(recorder).ToTheHead()).Bodies);
    }

    [Fact]
    public async Task Many_messages_go_in_steps_and_the_number_is_not_free_meanwhile()
    {
        await ann.CreateGroup("g", bob);
        for (int message = 0; message < 1_200; message++) await (message % 2 == 0 ? ann : bob).Say("g", $"m{message}");
        await bob.Told();
        await Delete(ann);
        List<JsonObject> told = await bob.Told();
        Assert.Equal(Enumerable.Range(0, 600).Select(message => $"m{2 * message}"), told.Where(frame => (string)frame["type"]! == Deleted).Select(frame => (string)frame["body"]!["messageUuid"]!));
        JsonNode page = await History(bob, "g");
        Assert.All(page["messages"]!.AsArray().Where(message => !(bool)message!["isEvent"]!), message => Assert.Equal((string)message!["userId"]! == ann.UserId, (bool)message["deleted"]!));
    }

    [Fact]
    public async Task What_was_left_to_do_is_done_by_the_next_server()
    {
        await ann.CreateGroup("g", bob);
        await ann.Say("g", "m");
        Network network = server.Core.Networks.Find("default")!;
        Caller caller = server.Core.Connections.All.First(connection => connection.Caller!.UserId.Value == ann.UserId).Caller!;
        await using TestSocket later = await server.Connect();
        await server.Core.Writer.Run(batch =>
        {
            UserStore.Delete(batch.Sql, caller.UserKey);
            DepartureStore.Add(batch.Sql, caller);
            return true;
        });
        Assert.Equal(Status.TooManyRequests, await later.Status("RequestRegisterApplication", ann.Registration));
        await server.Server.DisposeAsync();

        await using HansardServer next = await HansardServer.Start(server.Settings, new ErrorLog());
        await Departed(next.Core);
        Assert.DoesNotContain(next.Core.Database.Read(StoredRows.Of)["members"], row => row.Split(" | ")[1] == $"{caller.UserKey}");
        Assert.Equal(network.PublishedHead.Sequence + 5, next.Core.Networks.Find("default")!.PublishedHead.Sequence);
    }
}
