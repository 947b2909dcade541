using System.Text.Json.Nodes;
using Xunit;

namespace Hansard.Server.Tests.Conversations;

/// <summary>What members call themselves in one conversation.</summary>
public sealed class NickTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string Other = TestPerson.Iv;

    [Fact]
    public async Task A_nick_stands_in_the_list_and_beside_every_message_of_its_member_until_he_takes_it_back()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550010001"), bob = await shared.Server.Keyed("+15550010002");
        await ann.CreateDialog("c", bob);
        await bob.Say("c", "m1");
        await SetNick(bob, "c", TestPerson.Body);
        await SetNick(ann, "c", Other);
        Assert.Equal(TestPerson.Body, (string?)(await bob.Say("c", "m2"))["userNick"]);
        JsonNode page = await ann.Socket.Get("RequestGetMessages", new { conversationUuid = "c", fromMessageUuid = (string?)null, size = 10 });
        Assert.Equal([TestPerson.Body, TestPerson.Body, Other], page["messages"]!.AsArray().Select(message => (string?)message!["userNick"]));
        Assert.Equal([(ann.UserId, Other), (bob.UserId, TestPerson.Body)], await Nicks(ann, "c"));
        await SetNick(bob, "c", null);
        Assert.Equal([(ann.UserId, Other)], await Nicks(bob, "c"));
    }

    [Fact]
    public async Task Who_is_out_has_no_nick_in_the_list_and_gets_it_back_when_he_returns()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550020001"), bob = await shared.Server.Keyed("+15550020002");
        await ann.CreateGroup("g", bob);
        await SetNick(bob, "g", TestPerson.Body);
        await bob.Leave("g");
        Assert.Empty(await Nicks(ann, "g"));
        await ann.Rekey("g", ann);
        await ann.Add("g", bob);
        Assert.Equal([(bob.UserId, TestPerson.Body)], await Nicks(ann, "g"));
    }

    [Fact]
    public async Task Nobody_names_another_and_no_nick_is_text()
    {
        await using TestPerson ann = await shared.Server.Keyed("+15550030001"), bob = await shared.Server.Keyed("+15550030002");
        await ann.CreateDialog("named", bob);
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        Assert.Equal("forbidden", await ann.Socket.Status("UpdateMemberNick", new { conversationUuid = "named", nickEncrypted = Other, userId = bob.UserId }));
        foreach (string wrong in (string[])["", "Ann!", new string('A', 4_100)])
            Assert.Equal("invalid", await ann.Socket.Status("UpdateMemberNick", new { conversationUuid = "named", nickEncrypted = wrong, userId = ann.UserId }));
        Assert.Equal(before, shared.Server.Stored());
    }

    private static Task<JsonNode> SetNick(TestPerson person, string conversation, string? nick) =>
        person.Socket.Get("UpdateMemberNick", new { conversationUuid = conversation, nickEncrypted = nick, userId = (string?)null });

    private static async Task<(string UserId, string Nick)[]> Nicks(TestPerson person, string conversation) =>
        [.. (await person.Socket.Get("GetNicks", new { conversationUuid = conversation }))["nicks"]!.AsObject().Select(nick => (nick.Key, (string)nick.Value!)).Order(new InOrder(person))];

    /// <summary>By what was asked for: a JSON object has no order of its own.</summary>
    private sealed class InOrder(TestPerson asker) : IComparer<(string UserId, string Nick)>
    {
        public int Compare((string UserId, string Nick) x, (string UserId, string Nick) y) => (x.UserId != asker.UserId).CompareTo(y.UserId != asker.UserId);
    }
}
