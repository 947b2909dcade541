using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Dispatch;

/// <summary>Who may ask what, for every request there is.</summary>
public sealed class AccessTests(SharedServer shared) : IClassFixture<SharedServer>
{
    /// <summary>All that a stranger may ask; everything he can make a server do begins here.</summary>
    private static readonly string[] Open =
    [
        "RequestPing", "RequestRegisterApplication", "RequestConfirmRegistration", "RequestAuthenticationByApplication", "RequestGetServerSettings",
        "RequestRegisterBot", "RequestBotChallenge", "RequestBotAuthentication",
    ];

    [Fact]
    public async Task Before_authentication_everything_is_refused_that_does_not_lead_to_it()
    {
        await using TestSocket stranger = await shared.Server.Connect();
        foreach (string type in Examples.RequestTypes.Except(Open))
            Assert.Equal((type, "unauthenticated"), (type, await stranger.Status(type, Examples.Requests[type].First())));
        Assert.Empty(shared.Server.Core.Table.Rows.Where(row => row.Access is Access.Anyone).Select(row => row.Type).Except(Open));
    }

    [Fact]
    public async Task Before_authentication_a_refusal_does_not_depend_on_the_body()
    {
        await using TestSocket stranger = await shared.Server.Connect();
        foreach (string type in Examples.RequestTypes.Except(Open))
            Assert.Equal((type, "unauthenticated"), (type, await stranger.Status(type, new { })));
    }

    [Theory]
    [InlineData("RequestTheImpossible")]
    [InlineData("")]
    [InlineData("requestping")]
    [InlineData("ResponsePong")]
    [InlineData("NotificationTyping")]
    [InlineData("😀")]
    public async Task What_is_no_request_is_unsupported_before_and_after_authentication(string type)
    {
        await using TestPerson person = await shared.Server.Person($"+1555{(uint)type.GetHashCode(StringComparison.Ordinal)}");
        await using TestSocket stranger = await shared.Server.Connect();
        foreach (TestSocket socket in (TestSocket[])[stranger, person.Socket])
        {
            var answer = (await socket.Ask(type, new { }))["body"]!;
            Assert.Equal((type, "unsupported"), ((string)answer["requestType"]!, (string)answer["status"]!));
            Assert.Equal("ResponsePong", (string)(await socket.Ask("RequestPing", new { clientVersion = "1", when = 1 }))["type"]!);
        }
    }

    [Fact]
    public async Task A_request_that_this_server_does_not_have_yet_is_unsupported()
    {
        await using TestPerson person = await shared.Server.Person("+15550000001");
        foreach (string type in Examples.RequestTypes.Where(type => shared.Server.Core.Table.Find(type) is null))
            Assert.Equal((type, "unsupported"), (type, await person.Socket.Status(type, Examples.Requests[type].First())));
    }

    [Fact]
    public async Task What_is_not_for_people_is_forbidden_to_them_and_what_is_not_for_recorders_to_those()
    {
        await using TestPerson person = await shared.Server.Person("+15550000002");
        await using TestSocket recorder = (await TestBot.Recorder(shared.Server)).Socket;
        foreach (RequestRow row in shared.Server.Core.Table.Rows.Where(row => row.Access is not Access.Anyone))
        {
            if (!row.Access.Allows(CallerKind.Person)) Assert.Equal((row.Type, "forbidden"), (row.Type, await person.Socket.Status(row.Type, new { })));
            if (!row.Access.Allows(CallerKind.Recorder)) Assert.Equal((row.Type, "forbidden"), (row.Type, await recorder.Status(row.Type, new { })));
        }
    }

    [Fact]
    public void Every_row_is_a_request_of_the_protocol() =>
        Assert.Empty(shared.Server.Core.Table.Rows.Select(row => row.Type).Except(Examples.RequestTypes));
}
