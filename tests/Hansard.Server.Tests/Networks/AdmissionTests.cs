using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Server.Admin;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Networks;

public sealed class AdmissionTests : IAsyncLifetime
{
    private const string Listed = "+15550000001", Other = "+15550000002";

    private readonly TestClock clock = new();
    private TestServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.Start(time: clock);
        await server.Command(new ChangeNetwork("default", Admission: "listed"));
        await server.Command(new AdmitUsers("default", [Id(Listed)]));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static UserId Id(string number) => PhoneNumbers.TryUserIdOf(number, out UserId id) ? id : throw new ArgumentException("That is no number.");

    private string[] SentTo() => [.. File.Exists(server.OutboxPath) ? File.ReadLines(server.OutboxPath).Select(line => (string)JsonNode.Parse(line)!["to"]!) : []];

    private async Task<string[]> Answers(string number)
    {
        await using TestSocket socket = await server.Connect();
        TestPerson person = new(number, socket);
        List<string> answers = [];
        for (int asked = 0; asked <= Limits.CodesPerNumberAndDay; asked++) answers.Add(await socket.Status("RequestRegisterApplication", person.Registration));
        for (int tried = 0; tried <= Limits.CodeChecks; tried++)
            answers.Add((await socket.Ask("RequestConfirmRegistration", new { smsCode = "no code", userId = person.UserId, uuid = person.ApplicationUuid }))["body"]!.ToJsonString());
        return [.. answers];
    }

    [Fact]
    public async Task Who_is_not_listed_is_answered_like_everybody_and_no_code_comes()
    {
        string[] listed = await Answers(Listed);
        Assert.Equal(listed, await Answers(Other));
        Assert.Equal(Status.TooManyRequests, listed[Limits.CodesPerNumberAndDay]);
        Assert.Equal(Enumerable.Repeat(Listed, Limits.CodesPerNumberAndDay), SentTo());
        clock.Pass(TimeSpan.FromDays(1));
        await server.Command(new AdmitUsers("default", [Id(Other)]));
        await using TestPerson person = await server.Person(Other);
    }

    /// <summary>A code that nobody was sent can be guessed; it opens nothing.</summary>
    [Fact]
    public async Task Who_is_taken_off_the_list_registers_with_no_code_that_he_has()
    {
        await using TestSocket socket = await server.Connect();
        TestPerson person = new(Listed, socket);
        await socket.Get("RequestRegisterApplication", person.Registration);
        await server.Command(new DismissUsers("default", [Id(Listed)]));
        object confirmation = new { smsCode = person.LastCode(server.OutboxPath), userId = person.UserId, uuid = person.ApplicationUuid };
        Assert.Equal(Status.Forbidden, await socket.Status("RequestConfirmRegistration", confirmation));
        await server.Command(new AdmitUsers("default", [Id(Listed)]));
        Assert.Equal(Status.Forbidden, await socket.Status("RequestConfirmRegistration", confirmation));
    }

    [Fact]
    public async Task Who_is_taken_off_the_list_is_out_at_once_on_all_devices_and_nobody_else_is()
    {
        await server.Command(new AdmitUsers("default", [Id(Other)]));
        await using TestPerson ann = await server.Person(Listed), tablet = await server.Person(Listed), bob = await server.Person(Other);
        await ann.Told();
        await tablet.Told();
        AdmissionChanged done = await server.Command(new DismissUsers("default", [Id(Listed), new("nobody")]));
        Assert.Equal((1, 1, 2), (done.Changed, done.Listed, done.EndedDevices));
        await ann.Socket.Ended();
        await tablet.Socket.Ended();
        await bob.Told();

        await using TestSocket again = await server.Connect();
        Assert.Equal(Status.Unauthenticated, await ann.Authenticate(again));
        await using TestSocket device = await server.Connect();
        Assert.Equal(Status.Ok, await device.Status("RequestRegisterApplication", new TestPerson(Listed, device).Registration));
        Assert.Equal([Listed, Listed, Other], SentTo().Order(StringComparer.Ordinal));
        await server.Command(new AdmitUsers("default", [Id(Listed)]));
        Assert.Equal(Status.Unauthenticated, await ann.Authenticate(again));
        await using TestPerson back = await server.Person(Listed);
        Assert.Single((await back.Socket.Get("RequestGetApplicationsFull", new { confirmed = true }))["applications"]!.AsArray());
    }

    [Fact]
    public async Task Who_is_in_stays_in_when_only_the_listed_may_come_and_a_list_that_nobody_asks_ends_nothing()
    {
        await server.Command(new ChangeNetwork("default", Admission: "open"));
        await using TestPerson ann = await server.Person(Listed), bob = await server.Person(Other);
        Assert.Equal(0, (await server.Command(new DismissUsers("default", [Id(Listed)]))).EndedDevices);
        await server.Command(new ChangeNetwork("default", Admission: "listed"));
        foreach (TestPerson person in (TestPerson[])[ann, bob])
        {
            await person.Told();
            await using TestSocket again = await server.Connect();
            Assert.Equal(Status.Ok, await person.Authenticate(again));
        }
    }

    [Fact]
    public async Task The_list_is_read_in_pages_and_changed_in_bounds()
    {
        UserId[] many = [.. Enumerable.Range(0, 700).Select(number => new UserId($"u{number:d3}"))];
        Assert.Equal((500, 501), await server.Command(new AdmitUsers("default", many[..500])) is var first ? (first.Changed, first.Listed) : default);
        Assert.Equal((200, 701), await server.Command(new AdmitUsers("default", [.. many[400..], many[^1]])) is var second ? (second.Changed, second.Listed) : default);
        AdmittedUsers page = await server.Command(new ListAdmitted("default"));
        AdmittedUsers rest = await server.Command(new ListAdmitted("default", page.Users[^1].Value));
        Assert.Equal((500, true, 201, false), (page.Users.Count, page.More, rest.Users.Count, rest.More));
        Assert.Equal(701, page.Users.Concat(rest.Users).Distinct().Count());
        Assert.Equal((1, 700), await server.Command(new DismissUsers("default", [many[0], new("nobody")])) is var third ? (third.Changed, third.Listed) : default);
        Assert.Equal(Status.Invalid, (await server.TryCommand(new AdmitUsers("default", []))).Failure!.Status);
        Assert.Equal(Status.Invalid, (await server.TryCommand(new AdmitUsers("default", many[..501]))).Failure!.Status);
        Assert.Equal(Status.Invalid, (await server.TryCommand(new ChangeNetwork("default", Admission: "by invitation"))).Failure!.Status);
    }
}
