using Hansard.Server.Deliveries;
using Hansard.Server.Push;
using Hansard.Server.Tests.Storage;
using Xunit;

namespace Hansard.Server.Tests.Push;

public sealed class ApnsSenderTests
{
    private static readonly string Device = new('a', 64);

    private readonly TestClock clock = new();

    [Fact]
    public async Task Many_messages_share_one_provider_token_and_one_connection()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using ApnsSender sender = Sender(providers);
        PushAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(device => Send(sender, $"{device:x64}")));
        Assert.All(answers, answer => Assert.Equal(Outcome.Done, answer.Outcome));
        Assert.Equal(60, providers.Pushed.Distinct().Count());
        Assert.Single(providers.AppleTokens);
        Assert.Equal(1, providers.Connections);
    }

    [Fact]
    public async Task A_provider_token_is_renewed_after_forty_minutes()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using ApnsSender sender = Sender(providers);
        for (int minute = 0; minute < 40; minute++)
        {
            await Send(sender);
            clock.Pass(TimeSpan.FromMinutes(1));
        }
        Assert.Single(providers.AppleTokens);
        await Send(sender);
        Assert.Equal(2, providers.AppleTokens.Count);
    }

    [Fact]
    public async Task After_a_silence_of_hours_the_first_message_has_a_fresh_provider_token()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using ApnsSender sender = Sender(providers);
        await Send(sender);
        clock.Pass(TimeSpan.FromHours(5));
        await Send(sender);
        clock.Pass(TimeSpan.FromHours(-4));
        await Send(sender);
        Assert.Equal(3, providers.AppleTokens.Count);
    }

    [Fact]
    public async Task An_expired_provider_token_is_renewed_but_never_before_twenty_minutes()
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using ApnsSender sender = Sender(providers);
        providers.Says = _ => Reply.Apns(403, "ExpiredProviderToken");
        clock.Pass(TimeSpan.FromMinutes(1));
        await Send(sender);
        clock.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(Outcome.Failed("ExpiredProviderToken", TimeSpan.FromMinutes(15)), (await Send(sender)).Outcome);
        clock.Pass(TimeSpan.FromMinutes(15));
        Assert.Single(providers.AppleTokens);
        Assert.Equal(Outcome.Failed("ExpiredProviderToken", TimeSpan.Zero), (await Send(sender)).Outcome);
        await Send(sender);
        Assert.Equal(2, providers.AppleTokens.Count);
    }

    [Theory]
    [InlineData(400, "DeviceTokenNotForTopic", "Refused", null)]
    [InlineData(400, "BadTopic", "Refused", null)]
    [InlineData(413, "PayloadTooLarge", "Refused", null)]
    [InlineData(403, "InvalidProviderToken", "Failed", null)]
    [InlineData(429, "TooManyRequests", "Failed", 60)]
    [InlineData(429, "TooManyProviderTokenUpdates", "Failed", 1_200)]
    [InlineData(500, "InternalServerError", "Failed", null)]
    [InlineData(503, "ServiceUnavailable", "Failed", null)]
    [InlineData(503, "Shutdown", "Failed", null)]
    public async Task What_concerns_one_message_is_final_and_what_concerns_all_is_a_failure(int status, string reason, string kind, int? seconds)
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using ApnsSender sender = Sender(providers);
        providers.Says = _ => Reply.Apns(status, reason);
        PushAnswer answer = await Send(sender);
        Assert.Equal(new Outcome(Enum.Parse<OutcomeKind>(kind), reason, seconds is { } wait ? TimeSpan.FromSeconds(wait) : null), answer.Outcome);
        Assert.Null(answer.GoneMs);
    }

    [Theory]
    [InlineData(410, "Unregistered", 1_772_000_000_000)]
    [InlineData(410, "ExpiredToken", 1_772_000_000_000)]
    [InlineData(410, "Unregistered", null)]
    [InlineData(400, "BadDeviceToken", null)]
    public async Task A_token_that_is_no_more_is_gone_since_Apple_says_so_or_since_the_message_was_begun(int status, string reason, long? timestamp)
    {
        await using TestProviders providers = await TestProviders.Start(clock);
        using ApnsSender sender = Sender(providers);
        providers.Says = _ => Reply.Apns(status, reason, timestamp);
        Assert.Equal(PushAnswer.Gone(timestamp ?? clock.GetUtcNow().ToUnixTimeMilliseconds()), await Send(sender));
    }

    [Theory]
    [InlineData("dv4l-3:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx", false)]
    [InlineData("aaaa", false)]
    [InlineData("../../v1/projects/hansard-test/messages:send/aaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0", true)]
    [InlineData("00FC13ADFF785122B4AD28809A3420982341241421348097878E577C991DE8F000FC13ADFF785122", true)]
    public void Apples_tokens_are_hexadecimal_and_nothing_else(string token, bool apples) => Assert.Equal(apples, ApnsSender.IsToken(token));

    private ApnsSender Sender(TestProviders providers) => new(ApnsKey.Read(providers.ApnsFile).Value, new Uri(providers.Url), clock);

    private static Task<PushAnswer> Send(ApnsSender sender, string? token = null) => sender.Send(token ?? Device, TestContext.Current.CancellationToken);
}
