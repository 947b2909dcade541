using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Accounts;
using Hansard.Server.Contacts;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Contacts;

public sealed class ContactListTests : IAsyncLifetime
{
    private const string List = "RequestGetContactList", Replace = "RequestUpdateContactList", Updated = "UpdateContactNotification";

    private TestServer server = null!;
    private TestPerson ann = null!, tablet = null!, bob = null!, carl = null!, eve = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start();
        (ann, tablet, bob, carl, eve) = (await server.Person("+15550000001"), await server.Person("+15550000001"), await server.Person("+15550000002"),
            await server.Person("+15550000003"), await server.Person("+15550000004"));
        await ann.Discover(bob, carl);
        await ann.Told();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, tablet, bob, carl, eve]) await person.DisposeAsync();
        await server.DisposeAsync();
    }

    private static object Contact(string contactId, string encrypted = "AAAA", string? nick = null, string? fingerprint = null) =>
        new { contactId, contactIdEncrypted = encrypted, nickEncrypted = nick, trustedFingerprintEncrypted = fingerprint };

    private static Task<string> UpdateList(TestPerson person, bool merge, params object[] contacts) => person.Socket.Status(Replace, new { contactList = contacts, merge });

    private static Task<string> UpdateOne(TestPerson person, object contact, string? userId = null) => person.Socket.Status("UpdateContact", new { contact, userId });

    private static async Task<List<JsonNode>> Of(TestPerson person) => [.. (await person.Socket.Get(List, new { userId = (string?)null }))["users"]!.AsArray().Select(contact => contact!)];

    private static async Task<string[]> Ids(TestPerson person) => [.. (await Of(person)).Select(contact => (string)contact["contactId"]!)];

    private static string[] Sorted(params TestPerson[] people) => [.. people.Select(person => person.UserId).Order(StringComparer.Ordinal)];

    /// <summary>The contacts that a device was told of; nothing else was told it.</summary>
    private async Task<string[]> ToldOf(TestPerson person)
    {
        List<JsonObject> told = await person.Told();
        Assert.All(told, frame => Assert.Equal((Updated, ann.UserId), ((string)frame["type"]!, (string)frame["body"]!["userId"]!)));
        return [.. told.Select(frame => (string)frame["body"]!["contactId"]!)];
    }

    [Fact]
    public async Task A_contact_is_kept_as_sent_seen_by_all_applications_and_told_to_the_others()
    {
        Assert.Equal(Status.Ok, await UpdateOne(ann, Contact(bob.UserId, "SUQ=", "Tmljaw==", "UHJpbnQ="), ann.UserId));
        JsonNode kept = Assert.Single(await Of(tablet));
        Assert.Equal((bob.UserId, "SUQ=", "Tmljaw==", "UHJpbnQ="), ((string)kept["contactId"]!, (string)kept["contactIdEncrypted"]!,
            (string?)kept["nickEncrypted"], (string?)kept["trustedFingerprintEncrypted"]));
        Assert.Equal([bob.UserId], await ToldOf(tablet));
        Assert.Equal(Status.Ok, await UpdateOne(tablet, Contact(bob.UserId, "SUQ=")));
        Assert.Null(Assert.Single(await Of(ann))["nickEncrypted"]);
        Assert.Equal([bob.UserId], await ToldOf(ann));
        Assert.Empty(await tablet.Told());
        Assert.Empty(await bob.Told());
        Assert.Empty(await Of(bob));
    }

    [Fact]
    public async Task A_list_takes_the_place_of_the_former_one_or_adds_to_it()
    {
        Assert.Equal(Status.Ok, await UpdateList(ann, merge: false, Contact(ann.UserId), Contact(bob.UserId)));
        Assert.Equal(Sorted(ann, bob), await Ids(ann));
        Assert.Equal(Status.Ok, await UpdateList(ann, merge: true, Contact(carl.UserId), Contact(bob.UserId, "QkI=")));
        Assert.Equal(Sorted(ann, bob, carl), await Ids(ann));
        Assert.Equal("QkI=", (string?)(await Of(ann)).Single(contact => (string?)contact["contactId"] == bob.UserId)["contactIdEncrypted"]);
        Assert.Equal(Status.Ok, await UpdateList(ann, merge: true));
        Assert.Equal(Sorted(ann, bob, carl), await Ids(ann));
        Assert.Equal(Status.Ok, await UpdateList(ann, merge: false, Contact(carl.UserId)));
        Assert.Equal(Sorted(carl), await Ids(tablet));
        Assert.Equal(Status.Ok, await UpdateList(ann, merge: false));
        Assert.Empty(await Ids(ann));
    }

    [Fact]
    public async Task The_other_applications_are_told_of_each_contact_that_differs_and_of_no_other()
    {
        await UpdateList(ann, merge: false, Contact(bob.UserId), Contact(carl.UserId));
        Assert.Equal(Sorted(bob, carl), (await ToldOf(tablet)).Order(StringComparer.Ordinal));
        await UpdateList(ann, merge: true, Contact(bob.UserId), Contact(carl.UserId, nick: "Tmljaw=="));
        Assert.Equal([carl.UserId], await ToldOf(tablet));
        await UpdateList(ann, merge: false, Contact(carl.UserId, nick: "Tmljaw=="));
        Assert.Equal([bob.UserId], await ToldOf(tablet));
        await UpdateOne(ann, Contact(carl.UserId, nick: "Tmljaw=="));
        Assert.Empty(await ToldOf(tablet));
        Assert.Empty(await ann.Told());
    }

    [Fact]
    public async Task Whom_the_user_does_not_know_he_cannot_keep_whether_there_is_such_a_user_or_not()
    {
        PhoneNumbers.TryUserIdOf("+15559999999", out UserId nobody);
        foreach (string stranger in (string[])[eve.UserId, nobody.Value])
        {
            JsonNode refusal = (await ann.Socket.Ask("UpdateContact", new { contact = Contact(stranger), userId = (string?)null }))["body"]!;
            Assert.Equal((Status.NotFound, $"There is no such user: {stranger}."), ((string)refusal["status"]!, (string)refusal["description"]!));
            Assert.Equal(Status.NotFound, await UpdateList(ann, merge: false, Contact(bob.UserId), Contact(stranger)));
        }
        Assert.Empty(await Ids(ann));
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket;
        Assert.Equal(Status.Ok, await UpdateOne(ann, Contact(bot.UserId.Value)));
    }

    [Fact]
    public async Task Another_users_list_is_not_for_him()
    {
        await UpdateOne(ann, Contact(bob.UserId));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status(List, new { userId = ann.UserId }));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status("UpdateContact", new { contact = Contact(bob.UserId), userId = ann.UserId }));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status(List, new { userId = "nobody" }));
    }

    [Fact]
    public async Task What_is_no_ciphertext_and_whoever_is_named_twice_is_refused()
    {
        foreach (object wrong in (object[])
        [
            Contact(bob.UserId, ""), Contact(bob.UserId, "no base64!"), Contact(bob.UserId, nick: "Bob"), Contact(bob.UserId, fingerprint: ""), Contact(bob.UserId, new string('A', 4_100)),
        ])
        {
            Assert.Equal(Status.Invalid, await UpdateOne(ann, wrong));
            Assert.Equal(Status.Invalid, await UpdateList(ann, merge: true, Contact(carl.UserId), wrong));
        }
        Assert.Equal(Status.Invalid, await UpdateList(ann, merge: true, Contact(bob.UserId), Contact(bob.UserId)));
        Assert.Empty(await Ids(ann));
        Assert.Empty(await tablet.Told());
    }

    [Fact]
    public async Task A_list_that_would_not_fit_into_an_answer_is_refused()
    {
        List<string> known = [.. Enumerable.Range(0, 260).Select(number => PhoneNumbers.TryUserIdOf($"+1556{number:d7}", out UserId id) ? id.Value : "")];
        await server.Core.Writer.Run(batch =>
        {
            foreach (string userId in known)
            {
                long key = UserStore.Expect(batch.Sql, server.Core.Networks.Find("default")!, new UserId(userId), batch.NowMs);
                UserStore.Registered(batch.Sql, key, batch.Now);
            }
            return true;
        });
        await ann.Socket.Get("RequestGetRegisteredUsers", new { checkUserList = known });
        string largest = new('A', 4_096);
        int stored = 0;
        while ((stored + 1) * 3 * largest.Length <= ContactLists.CharactersMaximum)
            Assert.Equal(Status.Ok, await UpdateOne(ann, Contact(known[stored++], largest, largest, largest)));
        Assert.Equal(Status.Conflict, await UpdateOne(ann, Contact(known[stored], largest, largest, largest)));
        Assert.Equal(Status.Ok, await UpdateOne(ann, Contact(known[0], largest, largest)));
        Assert.Equal(stored, (await Ids(ann)).Length);
    }
}
