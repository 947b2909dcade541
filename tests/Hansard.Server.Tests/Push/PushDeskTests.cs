using System.Globalization;
using Hansard.Client.Tests.Connections;
using Hansard.Server.Push;
using Xunit;

namespace Hansard.Server.Tests.Push;

public sealed class PushDeskTests
{
    private static readonly string Apple = new('b', 64);

    [Fact]
    public async Task Much_news_is_one_push_and_what_comes_during_the_rest_is_one_more()
    {
        await using PushRoom room = await PushRoom.Open(clock: new SetTime());
        await room.Device("fcm:1");
        await room.Device("fcm:2");
        for (int news = 0; news < 100; news++) room.Wake(1);
        await room.Pushed("fcm:1");
        for (int news = 0; news < 100; news++) room.Wake(1);
        await room.Pushed("fcm:1", 2);

        // The other device has news for several rests; meanwhile the first would be pushed again if anything were left of its news.
        for (int times = 1; times <= 4; times++)
        {
            room.Wake(2);
            await room.Pushed("fcm:2", times);
        }
        Assert.Equal(2, room.Count("fcm:1"));
    }

    [Fact]
    public async Task News_that_comes_while_a_push_is_under_way_is_one_more()
    {
        await using PushRoom room = await PushRoom.Open();
        await room.Device("fcm:1");
        await room.Device("fcm:2");
        room.Providers.Says = token =>
        {
            if (token == "fcm:1" && room.Count("fcm:1") == 1)
            {
                // Both are woken by the same look; when the second has its push, the first has its news.
                room.Wake(1, 2);
                SpinWait.SpinUntil(() => room.Count("fcm:2") > 0, Patience.Longest);
            }
            return Reply.Ok;
        };
        room.Wake(1);
        await room.Pushed("fcm:1", 2);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_delays_a_push_and_loses_none()
    {
        await using PushRoom room = await PushRoom.Open();
        await room.Device("fcm:1");
        // The look at the user's devices three times, and the look at the token twice.
        room.Database.IsAway = query => query is <= 3 or 5 or 6;
        room.Wake(1);
        await room.Pushed("fcm:1");
        Assert.Equal(7, room.Database.Queries);
        Assert.DoesNotContain("FCM", room.Log.Text);
    }

    [Fact]
    public async Task Each_provider_gets_its_own_devices()
    {
        await using PushRoom room = await PushRoom.Open();
        await room.Device("fcm:1");
        await room.Device(Apple);
        room.Wake(1, 2);
        await room.Pushed("fcm:1");
        await room.Pushed(Apple);
        Assert.Single(room.Providers.AppleTokens);
    }

    [Fact]
    public async Task Only_confirmed_applications_without_a_socket_are_pushed_and_not_those_of_the_author()
    {
        await using PushRoom room = await PushRoom.Open();
        long online = await room.Device("fcm:online");
        await room.Device("fcm:offline", ofUser: 1);
        await room.Device("fcm:deleted", deleted: true, ofUser: 1);
        await room.Device("fcm:unconfirmed", confirmed: false, ofUser: 1);
        await room.Device(null, ofUser: 1);
        await room.Device("fcm:author");
        await room.Device("fcm:bystander");
        room.Connect(1, online);
        room.Desk.Wake([1, 2], exceptUserKey: 2);
        await room.Pushed("fcm:offline");
        room.Desk.Wake([1, 2], exceptUserKey: 2);
        await room.Pushed("fcm:offline", 2);
        Assert.Equal(["fcm:offline", "fcm:offline"], room.Providers.Pushed);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("silence")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("garbage")]
    public async Task What_fails_is_tried_again(string failure)
    {
        await using PushRoom room = await PushRoom.Open(PushRoom.Pace with { Courier = PushRoom.Pace.Courier with { TryLimit = failure == "silence" ? TimeSpan.FromMilliseconds(300) : Patience.Longest } });
        await room.Device("fcm:1");
        await room.Device(Apple);
        Reply wrong = failure switch
        {
            "cut" => Reply.Cut,
            "silence" => Reply.Silence,
            "garbage" => new Reply(502, "<html>"),
            _ => new Reply(int.Parse(failure, CultureInfo.InvariantCulture)),
        };
        room.Providers.Says = token => room.Count(token) < 3 ? wrong : Reply.Ok;
        room.Wake(1, 2);
        await room.Pushed("fcm:1", 3);
        await room.Pushed(Apple, 3);
        room.Wake(1, 2);
        await room.Pushed("fcm:1", 4);
        await room.Pushed(Apple, 4);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_spared_and_does_not_hold_up_the_other()
    {
        await using PushRoom room = await PushRoom.Open(PushRoom.Pace with { Courier = PushRoom.Pace.Courier with { Open = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)) } });
        for (int device = 1; device <= 60; device++) await room.Device($"fcm:{device}");
        room.Providers.Grants = new Reply(500);
        room.Wake([.. Enumerable.Range(1, 60)]);
        await Until.Holds(() => room.Log.Text.Contains("FCM: 20 tries in a row failed", StringComparison.Ordinal), "the circuit opens");
        Assert.Empty(room.Providers.Pushed);
        long apple = await room.Device(Apple);
        room.Wake(61);
        await room.Pushed(Apple);
        Assert.Equal(61, apple);
    }

    [Fact]
    public async Task A_device_that_came_back_meanwhile_is_not_pushed_any_more()
    {
        await using PushRoom room = await PushRoom.Open();
        long device = await room.Device("fcm:1");
        await room.Device("fcm:2");
        room.Providers.Says = token =>
        {
            if (token == "fcm:1") room.Connect(1, device);
            return new Reply(503, RetryAfter: "1");
        };
        room.Wake(1, 2);
        await room.Pushed("fcm:2", 2);
        Assert.Equal(1, room.Count("fcm:1"));
    }

    [Theory]
    [InlineData("fcm:1", 404, "UNREGISTERED", null, 0, true)]
    [InlineData("fcm:1", 400, "INVALID_ARGUMENT", null, 0, false)]
    [InlineData("fcm:1", 403, "SENDER_ID_MISMATCH", null, 0, false)]
    [InlineData("apple", 400, "BadDeviceToken", null, 0, true)]
    [InlineData("apple", 410, "Unregistered", null, 0, true)]
    [InlineData("apple", 410, "Unregistered", 5_000, 5_000, true)]
    [InlineData("apple", 410, "Unregistered", 5_000, 5_001, false)]
    [InlineData("apple", 410, "ExpiredToken", 5_000, 4_999, true)]
    [InlineData("apple", 400, "DeviceTokenNotForTopic", null, 0, false)]
    public async Task A_token_that_its_provider_calls_gone_is_forgotten_unless_it_was_told_again_since(
        string token, int status, string code, int? timestamp, int toldMs, bool forgotten)
    {
        await using PushRoom room = await PushRoom.Open();
        string told = token == "apple" ? Apple : token;
        long device = await room.Device(told, toldMs);
        room.Providers.Says = _ => token == "apple" ? Reply.Apns(status, code, timestamp) : Reply.Fcm(status, code);
        room.Wake(1);
        await room.Pushed(told);
        if (forgotten)
        {
            await Until.Holds(() => room.TokenOf(device) is null, "the token is forgotten");
            return;
        }
        // A second push is made from the stored token, so it shows that the first answer left it alone.
        room.Wake(1);
        await Until.Holds(() =>
        {
            room.Wake(1);
            return room.Count(told) >= 2;
        }, "it is pushed again");
        Assert.Equal(told, room.TokenOf(device));
    }

    [Fact]
    public async Task A_token_that_was_told_while_the_old_one_was_tried_is_kept()
    {
        await using PushRoom room = await PushRoom.Open();
        long device = await room.Device("fcm:old");
        room.Providers.Says = token =>
        {
            if (token == "fcm:new") return Reply.Ok;
            room.Tell(device, "fcm:new", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()).Wait();
            return Reply.Fcm(404, "UNREGISTERED");
        };
        room.Wake(1);
        await room.Pushed("fcm:old");
        await Until.Holds(() =>
        {
            room.Wake(1);
            return room.Count("fcm:new") > 0;
        }, "the new token is pushed");
        Assert.Equal("fcm:new", room.TokenOf(device));
    }

    [Fact]
    public async Task Neither_tokens_nor_keys_are_logged()
    {
        await using PushRoom room = await PushRoom.Open(PushRoom.Pace with { Courier = PushRoom.Pace.Courier with { FailuresToOpen = 2, TriesMaximum = 4 } });
        await room.Device("fcm:secret");
        await room.Device(Apple);
        room.Providers.Says = token => new Reply(500, $$$"""{"reason":"{{{token}}} is bad","error":{"status":"{{{token}}}"}}""");
        room.Wake(1, 2);
        await Until.Holds(() => room.Log.Text.Contains("FCM: 0 refused, 1 given up", StringComparison.Ordinal)
            && room.Log.Text.Contains("APNs: 0 refused, 1 given up", StringComparison.Ordinal), "both are given up");
        foreach (string secret in new[] { "fcm:secret", Apple, "access-", "eyJ", "BEGIN" }) Assert.DoesNotContain(secret, room.Log.Text);
        Assert.Equal("application 7", new PushTarget(7, 1, "fcm:secret").ToString());
    }

    [Fact]
    public async Task Stopping_still_pushes_what_was_just_announced_and_waits_for_no_broken_provider()
    {
        await using PushRoom room = await PushRoom.Open(PushRoom.Pace with { Gathering = TimeSpan.FromHours(1) });
        await room.Device("fcm:1");
        room.Wake(1);
        room.Desk.Dispose();
        Assert.Equal(["fcm:1"], room.Providers.Pushed);
        room.Wake(1);
        Assert.Single(room.Providers.Pushed);
    }

    [Fact]
    public async Task No_more_users_are_gathered_than_may()
    {
        await using PushRoom room = await PushRoom.Open(PushRoom.Pace with { UsersMaximum = 3, Gathering = TimeSpan.FromHours(1) });
        for (int device = 1; device <= 5; device++) await room.Device($"fcm:{device}");
        room.Wake(1, 2, 3, 4, 5);
        room.Desk.Dispose();
        Assert.Equal(["fcm:1", "fcm:2", "fcm:3"], room.Providers.Pushed.Order());
    }
}
