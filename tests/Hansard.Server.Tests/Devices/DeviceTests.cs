using System.Text.Json.Nodes;
using Dapper;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.Devices;

public sealed class DeviceTests
{
    private const string Request = "RequestUpdateDeviceTokenByApplication";

    [Fact]
    public async Task A_token_is_that_of_the_callers_own_application()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        string? Token() => server.Core.Database.Read(sql => sql.QuerySingle<string?>("SELECT device_token FROM applications WHERE uuid = @uuid", new { uuid = ann.ApplicationUuid }));

        Assert.Equal(Status.Ok, await ann.Socket.Status(Request, new { token = "first", userId = ann.UserId, uuid = ann.ApplicationUuid }));
        Assert.Equal("first", Token());
        Assert.Equal(Status.Forbidden, await bob.Socket.Status(Request, new { token = "his", userId = ann.UserId, uuid = ann.ApplicationUuid }));
        Assert.Equal(Status.Forbidden, await bob.Socket.Status(Request, new { token = "his", userId = bob.UserId, uuid = ann.ApplicationUuid }));
        Assert.Equal("first", Token());
        Assert.Equal(Status.Ok, await ann.Socket.Status(Request, new { token = "second", userId = (string?)null, uuid = (string?)null }));
        Assert.Equal("second", Token());
        Assert.Equal(Status.Invalid, await ann.Socket.Status(Request, new { token = "", userId = (string?)null, uuid = (string?)null }));
        Assert.Equal(Status.Ok, await ann.Socket.Status(Request, new { token = (string?)null, userId = (string?)null, uuid = (string?)null }));
        Assert.Null(Token());
    }

    [Fact]
    public async Task The_other_applications_hear_of_a_log_in_without_its_token()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001");
        await using TestSocket tablet = await server.Connect();
        await ann.Socket.Get(Request, new { token = "secret token", userId = (string?)null, uuid = (string?)null });
        Assert.Equal(Status.Ok, await ann.Authenticate(tablet));
        JsonObject told = await ann.Socket.Notification();
        Assert.Equal("AuthenticationByApplicationNotification", (string?)told["type"]);
        JsonNode application = told["body"]!["application"]!;
        Assert.Equal((ann.ApplicationUuid, ann.UserId, "test", true, true), ((string)application["uuid"]!, (string)application["userId"]!,
            (string)application["applicationType"]!, (bool)application["confirmed"]!, (bool)application["online"]!));
        Assert.Null(application["deviceToken"]);
        Assert.Null(application["smsCode"]);
    }
}
