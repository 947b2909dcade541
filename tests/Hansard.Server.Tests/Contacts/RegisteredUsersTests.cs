using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Contacts;

public sealed class RegisteredUsersTests
{
    private static async Task<string[]> Ask(TestPerson person, params string[] ids) =>
        [.. (await person.Socket.Get("RequestGetRegisteredUsers", new { checkUserList = ids }))["users"]!.AsArray().Select(id => (string)id!)];

    private static string Id(string number) => PhoneNumbers.TryUserIdOf(number, out UserId id) ? id.Value : throw new ArgumentException(number);

    [Fact]
    public async Task Each_registered_person_is_named_once_in_the_order_of_first_appearance()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002"), eve = await server.Person("+15550000003");
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket, begun = await server.Connect();
        TestPerson unconfirmed = new("+15550000004", begun);
        await begun.Get("RequestRegisterApplication", unconfirmed.Registration);

        string stranger = Id("+15559999999");
        Assert.Equal([eve.UserId, ann.UserId, bob.UserId],
            await Ask(ann, stranger, eve.UserId, unconfirmed.UserId, ann.UserId, eve.UserId, bob.UserId, bot.UserId.Value, stranger, ann.UserId));
        Assert.Empty(await Ask(ann));
    }

    [Fact]
    public async Task Whoever_was_found_is_known_and_nobody_else()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await bob.AddKeys();
        Assert.Null((await ann.Socket.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!["keyPairUuid"]);
        await Ask(ann, bob.UserId);
        Assert.Equal(bob.KeyPairUuid, (string?)(await ann.Socket.Get("RequestGetUserInfo", new { userId = bob.UserId }))["user"]!["keyPairUuid"]);
        Assert.Null((await bob.Socket.Get("RequestGetUserInfo", new { userId = ann.UserId }))["user"]!["nick"]);
    }

    [Fact]
    public async Task Ids_not_known_yet_are_rationed_by_the_day_and_nothing_is_told_beyond()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(limits: new() { ["discoveryLookupsPerDay"] = 3 }, time: clock);
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002"), eve = await server.Person("+15550000003");
        string[] strangers = [.. Enumerable.Range(0, 4).Select(number => Id($"+1555999999{number}"))];

        Assert.Equal([bob.UserId], await Ask(ann, bob.UserId, strangers[0]));
        // Who is known, who was looked up today and oneself cost nothing again.
        Assert.Equal([bob.UserId, ann.UserId], await Ask(ann, bob.UserId, strangers[0], ann.UserId));
        Assert.Equal(Status.TooManyRequests, await ann.Socket.Status("RequestGetRegisteredUsers", new { checkUserList = (string[])[eve.UserId, strangers[1]] }));
        Assert.Null((await ann.Socket.Get("RequestGetUserInfo", new { userId = eve.UserId }))["user"]!["metaDataKeyEncryptedBase64"]);
        Assert.Empty(await Ask(ann, strangers[1]));
        Assert.Equal(Status.TooManyRequests, await ann.Socket.Status("RequestGetRegisteredUsers", new { checkUserList = (string[])[strangers[2]] }));
        Assert.Equal([eve.UserId], await Ask(bob, eve.UserId));
        clock.Pass(TimeSpan.FromDays(1));
        Assert.Equal([eve.UserId], await Ask(ann, eve.UserId, strangers[2], strangers[3]));
    }

    [Fact]
    public async Task A_whole_address_book_is_answered_at_once()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        string[] book = [.. Enumerable.Range(0, 4_998).Select(number => Id($"+4420{number:d8}")), bob.UserId];
        Assert.Equal([bob.UserId], await Ask(ann, book));
        Assert.Equal([bob.UserId], await Ask(ann, book));
    }
}
