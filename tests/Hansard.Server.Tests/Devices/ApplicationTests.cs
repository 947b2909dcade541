using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Devices;

public sealed class ApplicationTests
{
    private const string Ann = "+15550000001", Bob = "+15550000002";

    private static async Task<List<JsonNode>> List(TestPerson person, bool confirmed = true) =>
        [.. (await person.Socket.Get("RequestGetApplicationsFull", new { confirmed }))["applications"]!.AsArray().Select(application => application!)];

    private static Task<string> Delete(TestPerson person, string uuid) => person.Socket.Status("RequestDeleteApplication", new { uuid });

    /// <summary>Until so many connections have a command with the writer; each counts as in flight beside the frame that brought it.</summary>
    private static async Task Queued(TestServer server, int connections)
    {
        while (server.Core.Connections.All.Count(connection => connection.InFlight.Count == 2) < connections) await Task.Yield();
    }

    [Fact]
    public async Task Each_application_is_listed_the_youngest_first_with_when_it_was_last_there_and_whether_it_is_now()
    {
        TestClock clock = new();
        await using TestServer server = await TestServer.Start(time: clock);
        await using TestPerson phone = await server.Person(Ann), bob = await server.Person(Bob);
        clock.Pass(TimeSpan.FromHours(1));
        TestPerson tablet = await server.Person(Ann);
        await phone.Socket.Get("RequestUpdateDeviceTokenByApplication", new { token = "mine", userId = (string?)null, uuid = (string?)null });
        await tablet.Socket.Get("RequestUpdateDeviceTokenByApplication", new { token = "its", userId = (string?)null, uuid = (string?)null });

        List<JsonNode> both = await List(phone);
        Assert.Equal([tablet.ApplicationUuid, phone.ApplicationUuid], both.Select(application => (string)application["uuid"]!));
        Assert.Equal([true, true], both.Select(application => (bool)application["online"]!));
        Assert.Equal([null, "mine"], both.Select(application => (string?)application["deviceToken"]));
        Assert.All(both, application => Assert.Equal((phone.UserId, null, true, "test"),
            ((string)application["userId"]!, (string?)application["smsCode"], (bool)application["confirmed"]!, (string)application["applicationType"]!)));
        long hour = 3_600_000, begun = (long)both[1]["lastLogin"]!;
        Assert.Equal(begun + hour, (long)both[0]["lastLogin"]!);
        Assert.Equal((begun, begun + hour), ((long)both[1]["created"]!, (long)both[0]["created"]!));

        await tablet.DisposeAsync();
        while ((bool)(await List(phone))[0]["online"]!) await Task.Yield();
        clock.Pass(TimeSpan.FromHours(1));
        await using TestSocket again = await server.Connect();
        Assert.Equal(Status.Ok, await tablet.Authenticate(again));
        JsonNode back = (await List(phone))[0];
        Assert.Equal((true, begun + hour, begun + 2 * hour), ((bool)back["online"]!, (long)back["created"]!, (long)back["lastLogin"]!));
        Assert.Equal(bob.ApplicationUuid, (string)Assert.Single(await List(bob))["uuid"]!);
    }

    [Fact]
    public async Task What_was_begun_and_not_confirmed_is_listed_where_that_is_asked_for()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson phone = await server.Person(Ann);
        await using TestSocket socket = await server.Connect();
        TestPerson begun = new(Ann, socket);
        await socket.Get("RequestRegisterApplication", begun.Registration);
        Assert.Single(await List(phone));
        Assert.Equal([(begun.ApplicationUuid, false), (phone.ApplicationUuid, true)],
            (await List(phone, confirmed: false)).Select(application => ((string)application["uuid"]!, (bool)application["confirmed"]!)));

        Assert.Equal(Status.Ok, await Delete(phone, begun.ApplicationUuid));
        Assert.Single(await List(phone, confirmed: false));
        string code = begun.LastCode(server.OutboxPath);
        Assert.Equal(Status.Forbidden, await socket.Status("RequestConfirmRegistration", new { smsCode = code, userId = begun.UserId, uuid = begun.ApplicationUuid }));
    }

    [Fact]
    public async Task A_deleted_application_is_cut_off_and_never_comes_back()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson phone = await server.Keyed(Ann), bob = await server.Keyed(Bob);
        await using TestPerson lost = await server.Person(Ann);
        await using TestSocket second = await server.Connect(), after = await server.Connect();
        Assert.Equal(Status.Ok, await lost.Authenticate(second));
        await lost.Told();
        await phone.Told();

        Assert.Equal(Status.Ok, await Delete(phone, lost.ApplicationUuid));
        await lost.Socket.Ended();
        await second.Ended();
        await bob.CreateDialog("d", phone);
        await bob.Say("d", "m");
        Assert.NotEmpty(await phone.Told());
        Assert.Equal(phone.ApplicationUuid, (string)Assert.Single(await List(phone, confirmed: false))["uuid"]!);

        Assert.Equal(Status.Unauthenticated, await lost.Authenticate(after));
        Assert.Equal(Status.Forbidden, await after.Status("RequestRegisterApplication", lost.Registration));
        Assert.Equal(Status.Ok, await Delete(phone, lost.ApplicationUuid));
        Assert.DoesNotContain(server.Stored()["applications"], row => row.Contains(lost.ApplicationUuid, StringComparison.Ordinal) && row.Contains("test", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_deletes_his_own_application_has_the_answer_and_then_a_goodbye()
    {
        await using TestServer server = await TestServer.Start(time: new StillClock());
        await using TestPerson phone = await server.Person(Ann), tablet = await server.Person(Ann);
        await phone.Told();
        Assert.Equal(Status.Ok, await Delete(phone, phone.ApplicationUuid));
        await phone.Socket.Ended();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, phone.Socket.CloseStatus);
        Assert.Empty(await tablet.Told());
        Assert.Equal(tablet.ApplicationUuid, (string)Assert.Single(await List(tablet))["uuid"]!);
    }

    [Fact]
    public async Task Nobody_deletes_what_is_not_his()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person(Ann), bob = await server.Person(Bob);
        Assert.Equal(Status.NotFound, await Delete(bob, ann.ApplicationUuid));
        Assert.Equal(Status.NotFound, await Delete(bob, "no such application"));
        Assert.Single(await List(ann));
    }

    [Fact]
    public async Task What_a_deleted_application_sent_before_and_was_not_done_yet_is_not_done_any_more()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson phone = await server.Person(Ann), lost = await server.Person(Ann);
        using ManualResetEventSlim held = new(), go = new();
        Task holding = server.Core.Writer.Run(_ =>
        {
            held.Set();
            return go.Wait(Patience.Longest);
        });
        held.Wait(TestContext.Current.CancellationToken);
        await phone.Socket.Send("RequestDeleteApplication", new { uuid = lost.ApplicationUuid });
        await Queued(server, 1);
        await lost.Socket.Send("UpdateParam", new { name = "late", value = "AAAA" });
        await Queued(server, 2);
        go.Set();
        await holding;
        await lost.Socket.Ended();
        await phone.Told();
        Assert.DoesNotContain(server.Stored()["params"], row => row.Contains("late", StringComparison.Ordinal));
    }
}
