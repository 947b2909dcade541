using Hansard.Server.Deliveries;
using Hansard.Server.Push;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Push;

public sealed class FcmSenderTests
{
    private readonly TestClock clock = new();

    [Fact]
    public async Task Many_messages_share_one_access_token_and_one_connection()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        PushAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(device => Send(sender, $"device:{device}")));
        Assert.All(answers, answer => Assert.Equal(Outcome.Done, answer.Outcome));
        Assert.Equal(60, providers.Pushed.Distinct().Count());
        Assert.Equal((1, 1), (providers.Granted, providers.Connections));
    }

    [Fact]
    public async Task An_access_token_is_used_until_a_minute_before_its_end()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        await Send(sender);
        clock.Pass(TimeSpan.FromSeconds(3_539));
        await Send(sender);
        Assert.Equal(1, providers.Granted);
        clock.Pass(TimeSpan.FromSeconds(1));
        await Send(sender);
        Assert.Equal(2, providers.Granted);
    }

    [Fact]
    public async Task An_access_token_that_is_taken_back_is_replaced_for_the_next_try()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        await Send(sender);
        providers.Revoke();
        Assert.Equal(Outcome.Failed("UNAUTHENTICATED"), (await Send(sender)).Outcome);
        Assert.Equal(Outcome.Done, (await Send(sender)).Outcome);
        Assert.Equal(2, providers.Granted);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant"}""", null, "no access token: status 400")]
    [InlineData(503, null, "7", "no access token: status 503")]
    [InlineData(200, "{}", null, "no access token: the answer holds none")]
    [InlineData(200, "<html>", null, "no access token: the answer holds none")]
    public async Task Without_an_access_token_nothing_is_sent_and_it_is_a_failure(int status, string? body, string? retryAfter, string reason)
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        providers.Grants = new Reply(status, body, retryAfter);
        PushAnswer answer = await Send(sender);
        Assert.Equal(Outcome.Failed(reason, retryAfter is null ? null : TimeSpan.FromSeconds(7)), answer.Outcome);
        Assert.Empty(providers.Pushed);
        providers.Grants = null;
        Assert.Equal(Outcome.Done, (await Send(sender)).Outcome);
    }

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", "Refused", null)]
    [InlineData(403, "SENDER_ID_MISMATCH", "Refused", null)]
    [InlineData(401, "THIRD_PARTY_AUTH_ERROR", "Refused", null)]
    [InlineData(403, "PERMISSION_DENIED", "Failed", null)]
    [InlineData(404, "NOT_FOUND", "Failed", null)]
    [InlineData(429, "QUOTA_EXCEEDED", "Failed", 60)]
    [InlineData(500, "INTERNAL", "Failed", null)]
    [InlineData(503, "UNAVAILABLE", "Failed", null)]
    public async Task What_concerns_one_message_is_final_and_what_concerns_all_is_a_failure(int status, string code, string kind, int? seconds)
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        providers.Says = _ => Reply.Fcm(status, code);
        PushAnswer answer = await Send(sender);
        Assert.Equal(new Outcome(Enum.Parse<OutcomeKind>(kind), code, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null), answer.Outcome);
        Assert.Null(answer.GoneMs);
    }

    [Fact]
    public async Task What_Retry_After_asks_for_is_waited_for()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        providers.Says = _ => Reply.Fcm(503, "UNAVAILABLE", "33");
        Assert.Equal(TimeSpan.FromSeconds(33), (await Send(sender)).Outcome.After);
        providers.Says = _ => Reply.Fcm(429, "QUOTA_EXCEEDED", (clock.GetUtcNow() + TimeSpan.FromMinutes(4)).ToString("R"));
        Assert.Equal(TimeSpan.FromMinutes(4), (await Send(sender)).Outcome.After);
    }

    [Fact]
    public async Task A_token_that_is_unregistered_is_gone_since_the_message_was_begun()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        providers.Says = _ => Reply.Fcm(404, "UNREGISTERED");
        Assert.Equal(PushAnswer.Gone(clock.GetUtcNow().ToUnixTimeMilliseconds()), await Send(sender));
    }

    [Theory]
    [InlineData("<html>bad gateway</html>")]
    [InlineData("""{"error":"device:1"}""")]
    [InlineData("""{"error":{"status":"device:1 has no such thing"}}""")]
    [InlineData("[]")]
    [InlineData(null)]
    public async Task Garbage_is_not_repeated(string? body)
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using FcmSender sender = Sender(providers);
        providers.Says = _ => new Reply(502, body);
        Assert.Equal(Outcome.Failed("status 502"), (await Send(sender)).Outcome);
    }

    private FcmSender Sender(TestProviders providers) => new(FcmAccount.Read(providers.FcmFile).Value, new Uri(providers.Url), clock);

    private static Task<PushAnswer> Send(FcmSender sender, string token = "device:1") => sender.Send(token, TestContext.Current.CancellationToken);
}
