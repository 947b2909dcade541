using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hansard.Protocol;
using Hansard.Client.Tests.Connections;
using Hansard.Server.Accounts;
using Hansard.Server.Deliveries;
using Xunit;

namespace Hansard.Server.Tests.Accounts;

public sealed class SmsGatewayTests
{
    private static readonly byte[] Secret = "what the two of them know"u8.ToArray();
    private static readonly BackOff Quick = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20));
    private static readonly CourierBounds Hurried = SmsGateway.Bounds with { BackOff = Quick, Open = Quick, TryLimit = Patience.Longest, Farewell = Patience.Longest };
    private static readonly CodeMessage Message = new("+35794048714", "Your Hansard code is 123456.", "123456", DateTimeOffset.UnixEpoch);

    private readonly KeptLog log = new();

    [Fact]
    public async Task A_message_arrives_signed_and_whole()
    {
        await using TestGateway gateway = await TestGateway.Start();
        long before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        using (SmsGateway sender = Sender(gateway)) sender.Send(Message);

        GatewayCall call = Assert.Single(gateway.Calls);
        Assert.Equal("/sms?account=7", call.Path);
        Assert.Equal("v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Secret, (byte[])[.. Encoding.UTF8.GetBytes(call.Timestamp + "."), .. call.Body])), call.Signature);
        Assert.InRange(long.Parse(call.Timestamp, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal($$"""{"id":"{{call.Id}}","to":"+35794048714","text":"Your Hansard code is 123456.","code":"123456","at":"1970-01-01T00:00:00+00:00"}""",
            Encoding.UTF8.GetString(call.Body));
    }

    [Theory]
    [InlineData("Slow")]
    [InlineData("Broken")]
    [InlineData("Cut")]
    [InlineData("NotHttp")]
    public async Task What_fails_is_tried_again_under_the_same_key(string mood)
    {
        await using TestGateway gateway = await TestGateway.Start();
        gateway.Be(Enum.Parse<Mood>(mood));
        using SmsGateway sender = Sender(gateway, Hurried with { TriesMaximum = 1_000, TryLimit = mood == nameof(Mood.Slow) ? TimeSpan.FromMilliseconds(400) : Patience.Longest });
        sender.Send(Message);
        await Until.Holds(() => gateway.Calls.Count >= 2 || log.Text.Contains("tries in a row failed", StringComparison.Ordinal), "it was tried");
        gateway.Be(Mood.Well);
        await Until.Holds(() => !gateway.Taken.IsEmpty, "it is delivered");
        Assert.Single(gateway.Calls.Select(call => call.Id).Distinct());
        Assert.Single(gateway.Calls.Select(call => Convert.ToHexString(call.Body)).Distinct());
    }

    [Fact]
    public async Task A_busy_gateway_is_left_alone_for_as_long_as_it_says()
    {
        await using TestGateway gateway = await TestGateway.Start();
        gateway.Be(_ => gateway.Calls.Count == 1 ? Mood.Busy : Mood.Well);
        using SmsGateway sender = Sender(gateway);
        long started = TimeProvider.System.GetTimestamp();
        sender.Send(Message);
        await Until.Holds(() => gateway.Taken.Count == 1, "it is delivered");
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(1));
        Assert.Equal(2, gateway.Calls.Count);
    }

    [Theory]
    [InlineData("Refusing", "status 422")]
    [InlineData("Redirecting", "status 307")]
    public async Task What_is_refused_is_not_tried_again_nor_taken_elsewhere(string mood, string reason)
    {
        await using TestGateway gateway = await TestGateway.Start();
        gateway.Be(Enum.Parse<Mood>(mood));
        using SmsGateway sender = Sender(gateway);
        sender.Send(Message);
        await Until.Holds(() => log.Text.Contains(reason, StringComparison.Ordinal), "it is refused");
        gateway.Be(Mood.Well);
        sender.Send(Message with { Code = "654321" });
        await Until.Holds(() => gateway.Taken.Count == 1, "the next one is delivered");
        Assert.Equal(["123456", "654321"], gateway.Calls.Select(call => (string)call.Message["code"]!));
    }

    [Fact]
    public async Task Garbage_in_a_good_answer_is_not_looked_at()
    {
        await using TestGateway gateway = await TestGateway.Start();
        gateway.Be(Mood.Garbage);
        using (SmsGateway sender = Sender(gateway)) sender.Send(Message);
        Assert.Single(gateway.Taken);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task A_number_on_which_the_gateway_fails_holds_up_nobody_else()
    {
        await using TestGateway gateway = await TestGateway.Start();
        gateway.Be(call => call.Id.Length > 0 && call.To == "+35790000000" ? Mood.Broken : Mood.Well);
        using SmsGateway sender = Sender(gateway);
        for (int number = 0; number < 40; number++) sender.Send(Message with { To = number % 2 == 0 ? "+35790000000" : $"+3579400{number:d4}" });
        await Until.Holds(() => gateway.Taken.Count == 20, "all others are delivered");
        Assert.DoesNotContain("+35790000000", gateway.Taken.Select(call => call.To));
    }

    [Fact]
    public async Task A_gateway_that_is_down_is_spared_and_gets_everything_when_it_is_back()
    {
        await using TestGateway gateway = await TestGateway.Start();
        gateway.Be(Mood.Broken);
        SetTime clock = new();
        TimeSpan open = TimeSpan.FromMilliseconds(50), passed = TimeSpan.Zero;
        CourierBounds bounds = Hurried with { TriesMaximum = 1_000, Open = new(open, open) };
        using SmsGateway sender = new(gateway.Url, Secret, bounds, clock, log);
        bool Later(Func<bool> condition)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            passed += TimeSpan.FromMilliseconds(1);
            return condition();
        }
        for (int number = 0; number < 200; number++) sender.Send(Message with { To = $"+3579400{number:d4}" });
        await Until.Holds(() => Later(() => log.Text.Contains("tries in a row failed", StringComparison.Ordinal)), "the circuit opens");
        int atOnce = bounds.FailuresToOpen + bounds.AtOnceMaximum - 1;
        passed = TimeSpan.Zero;
        await Until.Holds(() => Later(() => gateway.Calls.Count > atOnce + 5), "it is asked now and then");
        // Waits are spread over their second half.
        Assert.InRange(gateway.Calls.Count, 0, atOnce + passed / (open / 2));
        gateway.Be(Mood.Well);
        await Until.Holds(() => Later(() => gateway.Taken.Count == 200), "everything is delivered");
        Assert.Equal(200, gateway.Taken.Select(call => call.To).Distinct().Count());
    }

    [Fact]
    public async Task Neither_number_nor_code_nor_address_nor_secret_is_logged()
    {
        await using TestGateway gateway = await TestGateway.Start();
        foreach (Mood mood in new[] { Mood.Broken, Mood.Cut, Mood.Refusing, Mood.NotHttp })
        {
            gateway.Be(mood);
            int before = log.Lines.Count;
            using SmsGateway sender = Sender(gateway, Hurried with { TriesMaximum = 2, FailuresToOpen = 1 });
            sender.Send(Message);
            await Until.Holds(() => log.Lines.Count > before, "something is logged");
        }
        foreach (string secret in new[] { "35794048714", "123456", "account=7", Encoding.UTF8.GetString(Secret) }) Assert.DoesNotContain(secret, log.Text);
    }

    [Fact]
    public async Task Whoever_registers_is_answered_at_once_though_the_gateway_hangs()
    {
        await using TestGateway gateway = await TestGateway.Start();
        gateway.Be(Mood.Slow);
        await using TestServer server = await TestServer.Start(settings: settings => settings with { Sms = gateway.Url.ToString() });
        await using TestSocket socket = await server.Connect();
        TestPerson person = new("+15550000001", socket);
        Assert.Equal(Status.Ok, await socket.Status("RequestRegisterApplication", person.Registration));
        await Until.Holds(() => gateway.Calls.Count == 1, "the first call hangs");

        gateway.Be(Mood.Well);
        TestPerson next = new("+15550000002", socket);
        Assert.Equal(Status.Ok, await socket.Status("RequestRegisterApplication", next.Registration));
        await Until.Holds(() => gateway.Taken.Any(call => call.To == next.Number), "the second code arrives while the first call still hangs");
        string code = (string)gateway.Taken.First(call => call.To == next.Number).Message["code"]!;
        Assert.Equal(Status.Ok, await socket.Status("RequestConfirmRegistration", new { smsCode = code, userId = next.UserId, uuid = next.ApplicationUuid }));

        GatewayCall taken = gateway.Taken.First();
        byte[] secret = Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(Path.Combine(server.Folder, "sms.secret"), TestContext.Current.CancellationToken)).Trim());
        Assert.Equal(Shared.WebhookSignature.Of(secret, long.Parse(taken.Timestamp, CultureInfo.InvariantCulture), taken.Body), taken.Signature);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.Folder, "sms.secret")));
        Assert.False(File.Exists(server.OutboxPath));
        gateway.Release();
    }

    [Theory]
    [InlineData("https://sms.example.org/send", true)]
    [InlineData("http://127.0.0.1:9/send", true)]
    [InlineData("http://sms.example.org/send", false)]
    [InlineData("ftp://127.0.0.1/send", false)]
    [InlineData("https:/sms.example.org", false)]
    [InlineData("gateway", false)]
    [InlineData("outbox", true)]
    public void A_gateway_is_an_address_that_nobody_reads_along(string sms, bool allowed) =>
        Assert.Equal(allowed, new ServerSettings([ServerSettings.DefaultUrl], "data", Sms: sms).Problem() is null);

    private SmsGateway Sender(TestGateway gateway, CourierBounds? bounds = null) => new(gateway.Url, Secret, bounds ?? Hurried, TimeProvider.System, log);
}
