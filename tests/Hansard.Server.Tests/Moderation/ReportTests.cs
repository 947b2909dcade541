using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Bots;
using Hansard.Server.Tests.Journal;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Moderation;

public sealed class ReportTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private TestServer server = null!;
    private TestPerson ann = null!, bob = null!, eve = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start(time: clock);
        (ann, bob, eve) = (await server.Keyed("+15550000001"), await server.Keyed("+15550000002"), await server.Keyed("+15550000003"));
        await ann.CreateGroup("g", bob);
        await bob.Say("g", "m");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (TestPerson person in (TestPerson[])[ann, bob, eve]) await person.DisposeAsync();
        await server.DisposeAsync();
    }

    private static Task<string> OfMessage(TestPerson reporter, string message = "m", string reason = "Spam") =>
        reporter.Socket.Status("AddMessageReport", new { conversationUuid = "g", messageUuid = message, reason });

    private static Task<string> OfConversation(TestPerson reporter, string reason = "Spam") =>
        reporter.Socket.Status("AddConversationReport", new { conversationUuid = "g", reason });

    private static Task<string> OfUser(TestPerson reporter, string userId, string reason = "Spam") => reporter.Socket.Status("AddUserReport", new { reason, userId });

    private async Task<IReadOnlyList<ReportView>> Waiting() => (await server.Command(new ListReports("default"))).Reports;

    [Fact]
    public async Task Moderators_see_who_reports_what_when_and_why()
    {
        Assert.Equal(Status.Ok, await OfMessage(ann, reason: "Spam & \"more\"\nof it"));
        Assert.Equal(Status.Ok, await OfConversation(bob));
        Assert.Equal(Status.Ok, await OfUser(ann, bob.UserId, "Rude"));
        IReadOnlyList<ReportView> reports = await Waiting();
        Assert.Equal(
            [(ann.UserId, "g", "m", bob.UserId, "Spam & \"more\"\nof it"), (bob.UserId, "g", null, null, "Spam"), (ann.UserId, null, null, bob.UserId, "Rude")],
            reports.Select(report => (report.Reporter.Value, report.ConversationUuid?.Value, report.MessageUuid?.Value, report.ReportedUser?.Value, report.Reason)));
        Assert.All(reports, report => Assert.Equal((null, clock.GetUtcNow().ToUnixTimeMilliseconds()), (report.Decision, report.At)));
        Assert.Equal(reports[0], await server.Command(new ShowReport("default", reports[0].Report)));
        Assert.Equal(reports[2].Report, Assert.Single((await server.Command(new ListReports("default", After: reports[1].Report))).Reports).Report);
        Assert.Equal(Status.NotFound, (await server.TryCommand(new ShowReport("default", 1))).Failure!.Status);
    }

    [Fact]
    public async Task What_one_may_not_see_one_cannot_report()
    {
        Assert.Equal(Status.NotFound, await OfMessage(eve));
        Assert.Equal(Status.NotFound, await OfConversation(eve));
        Assert.Equal((Status.NotFound, Status.NotFound), (await OfUser(eve, ann.UserId), await OfUser(eve, "nobody at all")));
        Assert.Equal(Status.Invalid, await OfUser(ann, ann.UserId));
        Assert.Equal(Status.NotFound, await OfMessage(ann, "no such message"));
        JsonNode page = await ann.Socket.Get("RequestGetMessagesFromUuid", new { conversationUuid = "g", size = 10, uuid = (string?)null });
        Assert.Equal(Status.Invalid, await OfMessage(ann, (string)page["messages"]!.AsArray().First(message => (bool)message!["isEvent"]!)!["uuid"]!));
        await ann.Add("g", eve);
        Assert.Equal(Status.NotFound, await OfMessage(eve));
        await ann.Kick("g", bob);
        Assert.Equal(Status.Forbidden, await OfMessage(bob));
        Assert.Empty(await Waiting());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("\u001b[2J")]
    [InlineData("\u202Eback to front")]
    public async Task A_reason_holds_nothing_that_steers_a_terminal(string reason)
    {
        Assert.Equal((Status.Invalid, Status.Invalid, Status.Invalid), (await OfMessage(ann, reason: reason), await OfConversation(ann, reason), await OfUser(ann, bob.UserId, reason)));
        Assert.Equal(Status.Invalid, await OfConversation(ann, new string('x', Limits.ReportReasonCharacters + 1)));
        Assert.Equal(Status.Ok, await OfConversation(ann, new string('x', Limits.ReportReasonCharacters)));
    }

    [Fact]
    public async Task The_same_report_is_taken_once_until_it_is_decided()
    {
        for (int times = 0; times < 2 * Limits.ReportsPerUserAndDay; times++) Assert.Equal(Status.Ok, await OfMessage(ann));
        long number = Assert.Single(await Waiting()).Report;
        await server.Command(new DecideReport("default", number, ["dismissed"]));
        Assert.Equal(Status.Ok, await OfMessage(ann));
        Assert.NotEqual(number, Assert.Single(await Waiting()).Report);
    }

    [Fact]
    public async Task A_reporter_has_so_many_reports_a_day_and_so_many_that_wait()
    {
        for (int number = 0; number < Limits.ReportsPerUserAndDay; number++) Assert.Equal(Status.Ok, await OfConversation(ann, $"{number}"));
        Assert.Equal(Status.TooManyRequests, await OfConversation(ann, "one more"));
        Assert.Equal(Status.Ok, await OfConversation(bob, "one more"));
        clock.Pass(TimeSpan.FromDays(1));
        Assert.Equal(Status.Ok, await OfConversation(ann, "one more"));

        await server.Command(new ChangeNetwork("default", Limits: new Dictionary<string, int> { ["reportsPerUserAndDay"] = 1_000 }));
        int waiting = Limits.ReportsPerUserAndDay + 1;
        while (waiting < Limits.OpenReportsPerUser) Assert.Equal(Status.Ok, await OfConversation(ann, $"{waiting++}"));
        Assert.Equal(Status.TooManyRequests, await OfConversation(ann, "too many"));
        await server.Command(new DecideReport("default", (await Waiting())[0].Report, ["dismissed"]));
        Assert.Equal(Status.Ok, await OfConversation(ann, "room again"));
    }

    [Fact]
    public async Task Reports_decisions_and_what_they_did_are_facts()
    {
        await server.Command(new ChangeNetwork("default", "on"));
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using TestSocket socket = recorder;
        await OfMessage(ann);
        await OfUser(ann, bob.UserId);
        IReadOnlyList<ReportView> reports = await Waiting();
        await server.Command(new DecideReport("default", reports[0].Report, ["objectionable", "userBlocked", "conversationBlocked"], "Seen before."));
        await server.Command(new DecideReport("default", reports[1].Report, ["userBlocked"]));

        FeedReader feed = await new FeedReader(recorder).ToTheHead();
        Assert.Equal(
            ["reported", "reported", "messageMarked", "decided", "userBlocked", "decided", "conversationBlocked", "decided", "decided"],
            feed.Kinds.SkipWhile(kind => kind != "reported"));
        JsonObject reported = feed.OfKind("reported").First();
        Assert.Equal((reports[0].Report, ann.UserId, "g"), ((long)reported["seq"]!, (string)reported["userId"]!, (string)reported["conversationUuid"]!));
        Assert.Equal("""{"messageUuid":"m","reportedUserId":null,"reason":"Spam"}""", reported["body"]!.ToJsonString());
        Assert.Equal($$"""{"reportSeq":{{reports[0].Report}},"decision":"objectionable","reason":"Seen before."}""", feed.OfKind("decided").First()["body"]!.ToJsonString());
        JsonNode blocked = feed.OfKind("userBlocked").Single()["body"]!;
        Assert.Equal((bob.UserId, true), ((string)blocked["blockedUserId"]!, (bool)blocked["blocked"]!));
    }

    [Fact]
    public async Task A_report_is_decided_once_and_only_in_a_way_that_fits()
    {
        await OfConversation(ann);
        await OfUser(ann, bob.UserId);
        IReadOnlyList<ReportView> reports = await Waiting();
        async Task<string?> Decide(long report, params string[] decisions) => (await server.TryCommand(new DecideReport("default", report, decisions))).Failure?.Status;
        Assert.Equal(Status.Conflict, await Decide(reports[0].Report, "objectionable"));
        Assert.Equal(Status.Conflict, await Decide(reports[0].Report, "conversationBlocked", "userBlocked"));
        Assert.Equal(Status.Conflict, await Decide(reports[1].Report, "conversationBlocked"));
        Assert.Equal(Status.Invalid, await Decide(reports[1].Report));
        Assert.Equal(Status.Invalid, await Decide(reports[1].Report, "forgiven"));
        Assert.Equal(Status.Invalid, await Decide(reports[1].Report, "dismissed", "userBlocked"));
        Assert.Equal(Status.NotFound, await Decide(999_999, "dismissed"));
        Assert.Equal(reports, await Waiting());

        Assert.Null(await Decide(reports[1].Report, "dismissed"));
        Assert.Equal(Status.Conflict, await Decide(reports[1].Report, "userBlocked"));
        Assert.Equal(["dismissed"], (await server.Command(new ListReports("default", DecidedToo: true))).Reports.Select(report => report.Decision).OfType<string>());
    }

    [Fact]
    public async Task A_report_outlives_what_was_reported()
    {
        await OfMessage(bob);
        await ann.Socket.Get("RequestDeleteConversation", new { conversationUuid = "g" });
        ReportView report = Assert.Single(await Waiting());
        Assert.Equal(("m", null, true), (report.MessageUuid?.Value, report.MessageAt, report.ConversationDeleted));
        Assert.Equal(Status.Conflict, (await server.TryCommand(new DecideReport("default", report.Report, ["objectionable"]))).Failure!.Status);
        await server.Command(new DecideReport("default", report.Report, ["userBlocked"]));
    }
}
