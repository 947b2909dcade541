using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Push;
using Xunit;

namespace Hansard.Server.Tests.Push;

/// <summary>Whole servers over real sockets, before the stand-in providers.</summary>
public sealed class PushTests
{
    private const string Number = "+15550000002";

    [Fact]
    public async Task A_message_is_pushed_to_the_devices_that_are_not_there_and_nothing_else_is()
    {
        await using TestProviders providers = await TestProviders.Start();
        await using TestServer server = await Start(providers);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed(Number), carl = await server.Keyed("+15550000003");
        await Away(server, "+15550000001", "fcm:ann's other");
        await Away(server, Number, "fcm:bob's other");
        await Token(bob, "fcm:bob's own");
        await Token(carl, new string('c', 64));
        await ann.CreateGroup("group", bob, carl);
        await ann.Socket.Get("RequestAddNewSessionKeys",
            new { conversationUuid = "group", sessionKeys = new[] { ann, bob, carl }.Select(member => ann.KeyFor(member.UserId)) });
        await Leave(server, carl);

        string key = (string)(await ann.Socket.Get("RequestGetConversationFull", new { conversationUuid = "group", userId = (string?)null }))["conversation"]!["sessionKeyUuid"]!;
        object message = new
        {
            bodyEncryptedBase64 = TestPerson.Body, conversationUuid = "group", hasFiles = false, ivBase64 = TestPerson.Iv, messageUuid = "m1", replyMessageUuid = (string?)null, sessionKeyUuid = key,
        };
        await ann.Socket.Get("RequestAddMessage", message);
        await Until.Holds(() => providers.Pushed.Count >= 2, "both are pushed");
        await ann.Socket.Get("RequestAddMessage", message);
        await bob.Socket.Get("RequestMarkAllReaded", new { conversationUuid = "group" });
        await server.Server.Stop();
        Assert.Equal([new string('c', 64), "fcm:bob's other"], providers.Pushed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_message_just_before_the_server_stops_is_pushed()
    {
        await using TestProviders providers = await TestProviders.Start();
        await using TestServer server = await Start(providers, farewell: Patience.Longest);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed(Number);
        await Token(bob, "fcm:bob");
        await ann.CreateDialog("dialog", bob);
        await Leave(server, bob);
        await ann.Say("dialog", "m1");
        await server.Server.Stop();
        Assert.Equal(["fcm:bob"], providers.Pushed);
    }

    [Fact]
    public async Task A_provider_that_hangs_delays_no_message()
    {
        await using TestProviders providers = await TestProviders.Start();
        providers.Says = _ => Reply.Silence;
        await using TestServer server = await Start(providers);
        await using TestPerson ann = await server.Keyed("+15550000001"), bob = await server.Keyed(Number);
        await Away(server, Number, "fcm:bob's other");
        await ann.CreateDialog("dialog", bob);
        for (int message = 0; message < 3; message++)
        {
            await ann.Say("dialog", $"m{message}");
            await Until.Holds(() => !providers.Pushed.IsEmpty, "the push hangs");
        }
        Assert.Equal(3, (await bob.Told()).Count(frame => (string)frame["type"]! == "NotificationAddedMessageToConversation" && !(bool)frame["body"]!["message"]!["isEvent"]!));
        providers.Says = _ => Reply.Ok;
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("", "JSON key")]
    [InlineData("{}", "JSON key")]
    [InlineData("""{"project_id":"p","private_key_id":"k","private_key":"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----","client_email":"e"}""", "JSON key")]
    [InlineData("""{"project_id":"p","private_key_id":"k","private_key":"x","client_email":"e","token_uri":"http://example.org/token"}""", "token_uri")]
    public async Task A_server_with_an_unusable_account_does_not_start_and_says_why(string? file, string says)
    {
        await using TestProviders providers = await TestProviders.Start();
        if (file is null) File.Delete(providers.FcmFile);
        else await File.WriteAllTextAsync(providers.FcmFile, file, TestContext.Current.CancellationToken);
        await Refused(new PushSettings(Fcm: providers.FcmFile), "HANSARD_PUSH_FCM", says);
    }

    [Theory]
    [InlineData(null, "cannot be read")]
    [InlineData("{}", "keyFile, keyId, teamId and topic")]
    [InlineData("""{"keyFile":"none.p8","keyId":"k","teamId":"t","topic":"x"}""", "cannot be read")]
    [InlineData("""{"keyFile":"apns.json","keyId":"k","teamId":"t","topic":"x"}""", "in PEM")]
    public async Task A_server_with_an_unusable_signing_key_does_not_start_and_says_why(string? file, string says)
    {
        await using TestProviders providers = await TestProviders.Start();
        if (file is null) File.Delete(providers.ApnsFile);
        else await File.WriteAllTextAsync(providers.ApnsFile, file, TestContext.Current.CancellationToken);
        await Refused(new PushSettings(Apns: providers.ApnsFile), "HANSARD_PUSH_APNS", says);
    }

    [Fact]
    public async Task Other_addresses_of_providers_are_such_that_nobody_reads_along()
    {
        await Refused(new PushSettings(FcmUrl: "http://fcm.example.org"), "HANSARD_PUSH_FCM_URL", "https");
        await Refused(new PushSettings(ApnsUrl: "http://apns.example.org"), "HANSARD_PUSH_APNS_URL", "https");
    }

    private static async Task Refused(PushSettings push, params string[] says)
    {
        string folder = Directory.CreateTempSubdirectory("hansard-server-").FullName;
        IOException refusal = await Assert.ThrowsAsync<IOException>(() => HansardServer.Start(new ServerSettings(["http://127.0.0.1:0"], folder) { Push = push }));
        Directory.Delete(folder, recursive: true);
        foreach (string words in says) Assert.Contains(words, refusal.Message);
        Assert.DoesNotContain("BEGIN", refusal.Message);
        Assert.DoesNotContain("c2VjcmV0", refusal.Message);
    }

    /// <param name="farewell">How long it waits for the last pushes when it stops; null for the usual time.</param>
    private static Task<TestServer> Start(TestProviders providers, TimeSpan? farewell = null) => TestServer.Start(limits: TestServer.Unhurried, settings: settings => settings with
    {
        Push = new PushSettings(providers.FcmFile, providers.ApnsFile, providers.Url, providers.Url)
        {
            Pace = PushPace.Default with { Courier = PushPace.Default.Courier with { TryLimit = Patience.Longest, Farewell = farewell ?? PushPace.Default.Courier.Farewell } },
        },
    });

    private static async Task Token(TestPerson person, string token) =>
        Assert.Equal(Status.Ok, await person.Socket.Status("RequestUpdateDeviceTokenByApplication", new { token, userId = (string?)null, uuid = (string?)null }));

    /// <summary>Another device of somebody's, with a token, that is not there.</summary>
    private static async Task Away(TestServer server, string number, string token)
    {
        TestPerson device = await server.Person(number);
        await Token(device, token);
        await Leave(server, device);
    }

    private static async Task Leave(TestServer server, TestPerson device)
    {
        int before = server.Core.Connections.Count;
        await device.DisposeAsync();
        await Until.Holds(() => server.Core.Connections.Count < before, "the server has noticed");
    }
}
