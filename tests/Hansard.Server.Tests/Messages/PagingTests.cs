using System.Text.Json.Nodes;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Storage;
using Xunit;

namespace Hansard.Server.Tests.Messages;

/// <summary>RequestGetMessages goes forward from its anchor, RequestGetMessagesFromUuid back; both give the newest first.</summary>
public sealed class PagingTests(PagingTests.History history) : IClassFixture<PagingTests.History>
{
    /// <summary>Thirty messages after the event with which the dialog began.</summary>
    public sealed class History : IAsyncLifetime
    {
        internal TestServer Server { get; private set; } = null!;

        internal TestPerson Ann { get; private set; } = null!;

        internal TestPerson Bob { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Server = await TestServer.Start(limits: TestServer.Unhurried);
            (Ann, Bob) = (await Server.Keyed("+15550000001"), await Server.Keyed("+15550000002"));
            await Ann.CreateDialog("c", Bob);
            for (int number = 1; number <= 30; number++) await (number % 2 == 0 ? Ann : Bob).Say("c", $"m{number}");
        }

        public async ValueTask DisposeAsync()
        {
            await Ann.DisposeAsync();
            await Bob.DisposeAsync();
            await Server.DisposeAsync();
        }
    }

    private static string[] Numbers(int from, int to) => [.. Enumerable.Range(to, from - to + 1).Reverse().Select(number => $"m{number}")];

    private Task<string[]> Newer(string? anchor, int size) => history.Ann.Page("c", anchor, size);

    private async Task<string[]> Older(string? anchor, int size) =>
        TestPerson.Uuids(await history.Ann.Socket.Get("RequestGetMessagesFromUuid", new { conversationUuid = "c", uuid = anchor, size }));

    [Fact]
    public async Task Without_an_anchor_both_give_the_newest()
    {
        Assert.Equal(Numbers(30, 21), await Newer(null, 10));
        Assert.Equal(Numbers(30, 21), await Older(null, 10));
    }

    [Fact]
    public async Task The_same_anchor_gives_what_is_nearest_after_it_or_before_it()
    {
        Assert.Equal(Numbers(20, 16), await Newer("m15", 5));
        Assert.Equal(Numbers(14, 10), await Older("m15", 5));
    }

    [Fact]
    public async Task At_the_ends_there_is_less_and_then_nothing()
    {
        Assert.Equal(Numbers(30, 29), await Newer("m28", 5));
        Assert.Empty(await Newer("m30", 5));
        Assert.Equal(Numbers(2, 1), await Older("m3", 5));
        Assert.Empty(await Older("m1", 5));
    }

    [Fact]
    public async Task Walking_either_way_visits_every_message_once_events_included()
    {
        List<string> back = await Walk("RequestGetMessagesFromUuid", "uuid", null, page => page[^1]);
        Assert.Equal(31, back.Distinct().Count());
        Assert.Equal(31, back.Count);
        // The oldest is the anchor, which is not in its own pages.
        List<string> forth = await Walk("RequestGetMessages", "fromMessageUuid", back[^1], page => page[0]);
        Assert.Equal(back.SkipLast(1).Order(StringComparer.Ordinal), forth.Order(StringComparer.Ordinal));
    }

    private async Task<List<string>> Walk(string request, string anchorName, string? anchor, Func<string[], string> next)
    {
        List<string> visited = [];
        while (true)
        {
            JsonNode answer = await history.Ann.Socket.Get(request, new Dictionary<string, object?> { ["conversationUuid"] = "c", [anchorName] = anchor, ["size"] = 7 });
            string[] page = [.. answer["messages"]!.AsArray().Select(message => (string)message!["uuid"]!)];
            if (page.Length == 0) return visited;
            visited.AddRange(page);
            anchor = next(page);
        }
    }

    [Theory]
    [InlineData("RequestGetMessages", "fromMessageUuid")]
    [InlineData("RequestGetMessagesFromUuid", "uuid")]
    public async Task An_unknown_anchor_is_not_found_and_a_size_below_one_is_invalid(string request, string anchor)
    {
        Assert.Equal("notFound", await history.Ann.Socket.Status(request, new Dictionary<string, object> { ["conversationUuid"] = "c", [anchor] = "m31", ["size"] = 5 }));
        Assert.Equal("invalid", await history.Ann.Socket.Status(request, new Dictionary<string, object> { ["conversationUuid"] = "c", [anchor] = "m15", ["size"] = 0 }));
        Assert.Equal("invalid", await history.Ann.Socket.Status(request, new Dictionary<string, object> { ["conversationUuid"] = "c", [anchor] = "m15", ["size"] = -1 }));
    }

    [Fact]
    public async Task Messages_by_their_uuids_come_once_each_and_unknown_ones_not_at_all()
    {
        JsonNode page = await history.Ann.Socket.Get("RequestGetMessagesByUuids", new { conversationUuid = "c", uuids = (string[])["m3", "nothing", "m30", "m3", "m29"] });
        Assert.Equal(["m30", "m29", "m3"], TestPerson.Uuids(page));
    }

    [Fact]
    public async Task A_page_says_what_the_caller_has_read_and_his_own_counts_as_read()
    {
        JsonNode page = await history.Bob.Socket.Get("RequestGetMessages", new { conversationUuid = "c", fromMessageUuid = "m28", size = 2 });
        Assert.Equal([("m30", false), ("m29", true)], page["messages"]!.AsArray().Select(message => ((string)message!["uuid"]!, (bool)message["readed"]!)));
    }

    [Fact]
    public async Task A_page_ends_at_its_bytes_and_the_next_one_goes_on()
    {
        await history.Ann.CreateGroup("large", history.Bob);
        string body = Convert.ToBase64String(new byte[Limits.MessageBodyBytes]);
        for (int number = 1; number <= 12; number++) await history.Ann.Say("large", $"l{number}", body);
        string[] page = await history.Bob.Page("large", null, 100);
        Assert.InRange(page.Length, 1, Limits.PageBytes / body.Length);
        string[] before = TestPerson.Uuids(await history.Bob.Socket.Get("RequestGetMessagesFromUuid", new { conversationUuid = "large", uuid = page[^1], size = 100 }));
        Assert.Equal(Enumerable.Range(1, 12).Reverse().Select(number => $"l{number}"), page.Concat(before));
    }

    [Fact]
    public async Task A_body_over_96_KiB_is_invalid_and_no_base64_is()
    {
        Assert.Equal("invalid", await history.Ann.Socket.Status("RequestAddMessage", TestPerson.Message("c", "large", Convert.ToBase64String(new byte[Limits.MessageBodyBytes + 3]))));
        foreach (string body in (string[])["", "A", "AAA=A", "AAAÄ", "AA-_"])
            Assert.Equal("invalid", await history.Ann.Socket.Status("RequestAddMessage", TestPerson.Message("c", "strange", body)));
    }

    [Fact]
    public async Task A_member_reads_from_each_joining_to_the_leaving_after_it()
    {
        await history.Ann.CreateGroup("gap", history.Bob);
        for (int number = 1; number <= 9; number++) await history.Ann.Say("gap", $"g{number}");
        RangeSet spans = new();
        // The first ordinal is the event with which the group began: he was there for g1 to g3, and again from g7 on.
        spans.AddRange(2, 4);
        spans.AddRange(8, RangeSet.Open);
        await history.Server.Core.Writer.Run(batch =>
        {
            int changed = batch.Sql.Execute("""
                UPDATE members SET spans = @spans WHERE user_key = (SELECT id FROM users WHERE user_id = @bob)
                AND conversation_id = (SELECT id FROM conversations WHERE uuid = 'gap')
                """, new { spans = spans.ToBytes(), bob = history.Bob.UserId });
            batch.Conversations.ForgetAll();
            return changed;
        });
        Assert.Equal(["g9", "g8", "g7", "g3", "g2", "g1"], await history.Bob.Page("gap", null, 100));
        Assert.Equal(["g7", "g3"], await history.Bob.Page("gap", "g2", 2));
        Assert.Equal("notFound", await history.Bob.Socket.Status("RequestGetMessages", new { conversationUuid = "gap", fromMessageUuid = "g5", size = 5 }));
        Assert.Equal(["g3"], TestPerson.Uuids(await history.Bob.Socket.Get("RequestGetMessagesByUuids", new { conversationUuid = "gap", uuids = (string[])["g3", "g4", "g5", "g6"] })));
        await history.Bob.Socket.Get("RequestMessagesReaded", new { conversationUuid = "gap", messageUuids = (string[])["g3", "g5"] });
        JsonNode page = await history.Ann.Socket.Get("RequestGetMessagesByUuids", new { conversationUuid = "gap", uuids = (string[])["g3", "g5"] });
        Assert.Equal([1, 2], page["messages"]!.AsArray().Select(message => (int)message!["readedMembers"]!));
    }
}
