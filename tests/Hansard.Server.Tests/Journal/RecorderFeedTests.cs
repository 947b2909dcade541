using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Hansard.Protocol;
using Hansard.Server.Admin;
using Hansard.Server.Connections;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Journal;

public sealed class RecorderFeedTests
{
    private static async Task<(TestServer Server, TestBot Bot, TestSocket Recorder, TestPerson Ann, TestPerson Bob)> Recorded(TimeProvider? time = null)
    {
        TestServer server = await TestServer.Start("on", time: time);
        (TestBot bot, TestSocket recorder) = await TestBot.Recorder(server);
        TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await ann.AddKeys();
        await bob.AddKeys();
        await ann.CreateDialog("c", bob, bot.UserId.Value);
        return (server, bot, recorder, ann, bob);
    }

    [Fact]
    public async Task Every_fact_comes_as_committed_in_a_chain_that_ends_in_the_signed_head()
    {
        (TestServer server, TestBot bot, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            for (int message = 0; message < 20; message++) await ann.Socket.Get("RequestAddMessage", TestPerson.Message("c", $"m{message}"));
            await bob.Socket.Get("RequestMessagesReaded", new { conversationUuid = "c", messageUuids = (string[])["m3", "m5"] });

            FeedReader whole = await new FeedReader(recorder).ToTheHead(), bitByBit = await new FeedReader(recorder).ToTheHead(size: 3);
            Assert.Equal(whole.Facts.Select(fact => fact.ToJsonString()), bitByBit.Facts.Select(fact => fact.ToJsonString()));
            Assert.All(bitByBit.Pages[..^1], page => Assert.Equal(3, page.Facts));
            Assert.Equal(
                ["networkSettingsChanged", "recorderAdded", "keyPairChanged", "keyPairChanged", "conversationCreated", "messageAdded",
                    .. Enumerable.Repeat("messageAdded", 20), "messagesRead"], whole.Kinds);
            Assert.Equal(bot.UserId.Value, (string?)whole.Facts[1]["body"]!["recorderUserId"]);
            Assert.Equal(["m3", "m5"], whole.Facts[^1]["body"]!["messageUuids"]!.AsArray().Select(uuid => (string?)uuid));
            Assert.Equal(bob.UserId, (string?)whole.Facts[^1]["userId"]);
            Assert.True(whole.Facts.Select(fact => (long)fact["ts"]!).SequenceEqual(whole.Facts.Select(fact => (long)fact["ts"]!).Order()));
        }
    }

    [Fact]
    public async Task Ciphertexts_travel_beside_their_facts_and_are_what_the_facts_hash()
    {
        (TestServer server, _, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            await ann.Socket.Get("RequestAddMessage", TestPerson.Message("c", "m"));
            FeedReader feed = await new FeedReader(recorder).ToTheHead();
            JsonObject[] messages = [.. feed.OfKind("messageAdded")];
            Assert.True((bool)messages[0]["body"]!["isEvent"]!);
            Assert.Null(messages[0]["body"]!["bodySha256"]);
            Assert.Equal([(long)messages[1]["seq"]!], feed.Bodies.Keys);
            Assert.Equal((TestPerson.Iv, TestPerson.Body), feed.Bodies[(long)messages[1]["seq"]!]);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{TestPerson.Iv}\n{TestPerson.Body}"))), (string?)messages[1]["body"]!["bodySha256"]);
        }
    }

    [Fact]
    public async Task Session_keys_come_wrapped_for_this_recorder_with_the_signers_key()
    {
        (TestServer server, TestBot bot, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            JsonObject key = Assert.Single((await new FeedReader(recorder).ToTheHead()).SessionKeys);
            Assert.Equal(("key of c", "c", bot.UserId.Value, ann.UserId, ann.KeyPairUuid, TestKeys.PublicPem, TestPerson.Wrap),
                ((string)key["uuid"]!, (string)key["conversationUuid"]!, (string)key["userId"]!, (string)key["signerUserId"]!,
                    (string)key["signerKeyPairUuid"]!, (string)key["signerPublicKeyBase64"]!, (string)key["keyEncryptedBase64"]!));
            Assert.Null(key["previousSessionKeyUuid"]);

            await bob.Socket.Get("RequestAddNewSessionKeys", new { conversationUuid = "c", sessionKeys = new[] { bob.KeyFor(ann.UserId), bob.KeyFor(bob.UserId), bob.KeyFor(bot.UserId.Value) } });
            JsonObject next = (await new FeedReader(recorder).ToTheHead()).SessionKeys[^1];
            Assert.Equal(("key of c", bob.UserId), ((string)next["previousSessionKeyUuid"]!, (string)next["signerUserId"]!));
        }
    }

    [Fact]
    public async Task No_uuid_of_an_application_and_no_number_is_in_the_feed()
    {
        (TestServer server, TestBot bot, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            await ann.Socket.Get("RequestAddMessage", TestPerson.Message("c", "m"));
            string facts = string.Concat((await new FeedReader(recorder).ToTheHead()).Facts.Select(fact => fact.ToJsonString()));
            Assert.All([ann.ApplicationUuid, bob.ApplicationUuid, bot.Uuid, ann.Number[1..]], secret => Assert.DoesNotContain(secret, facts));
        }
    }

    [Fact]
    public async Task A_waiting_recorder_is_woken_by_the_next_fact()
    {
        (TestServer server, _, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            FeedReader feed = await new FeedReader(recorder).ToTheHead();
            long before = feed.After;
            await recorder.Send("RequestRecorderFeed", new { after = before, size = 10, waitMs = Limits.FeedWaitMilliseconds });
            await ann.Socket.Get("RequestAddMessage", TestPerson.Message("c", "m"));
            await feed.TakePage();
            Assert.Equal("m", (string?)feed.Facts[^1]["body"]!["messageUuid"]);
            Assert.Equal(before + 1, feed.After);
        }
    }

    [Fact]
    public async Task A_wait_without_news_ends_with_no_facts_and_the_head()
    {
        (TestServer server, _, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            FeedReader feed = await new FeedReader(recorder).ToTheHead();
            Assert.Empty((await feed.Page(waitMs: 20))["facts"]!.AsArray());
            Assert.Empty((await feed.Page(waitMs: 0))["facts"]!.AsArray());
            Assert.Equal(feed.After, (long)(await feed.Page())["head"]!);
        }
    }

    [Fact]
    public async Task A_server_that_stops_answers_the_recorder_that_waits()
    {
        WatchedWaits time = new();
        (TestServer server, _, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded(time);
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            FeedReader feed = await new FeedReader(recorder).ToTheHead();
            await recorder.Send("RequestRecorderFeed", new { after = feed.After, size = 10, waitMs = Limits.FeedWaitMilliseconds });
            await Until.Holds(() => time.HasBegun, "the recorder waits for news");
            Task stopped = server.Server.Stop();
            Assert.Empty((await feed.TakePage())["facts"]!.AsArray());
            await stopped.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_page_of_large_messages_ends_before_it_is_larger_than_a_reply()
    {
        (TestServer server, _, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            string large = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Limits.MessageBodyBytes));
            for (int message = 0; message < 40; message++)
            {
                JsonNode request = System.Text.Json.JsonSerializer.SerializeToNode(TestPerson.Message("c", $"m{message}"))!;
                request["bodyEncryptedBase64"] = large;
                await ann.Socket.Get("RequestAddMessage", request);
            }
            FeedReader feed = await new FeedReader(recorder).ToTheHead();
            Assert.Equal(40, feed.Bodies.Count);
            Assert.All(feed.Bodies.Values, body => Assert.Equal(large, body.Body));
            Assert.All(feed.Pages, page => Assert.InRange(page.Bytes, 1, Limits.ReplyBytes));
            Assert.True(feed.Pages.Count > 1);
        }
    }

    [Theory]
    [InlineData(-1, 10, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(0, Limits.FeedFacts + 1, 0)]
    [InlineData(0, 10, -1)]
    [InlineData(0, 10, Limits.FeedWaitMilliseconds + 1)]
    public async Task A_request_out_of_bounds_is_invalid(long after, int size, int waitMs)
    {
        await using TestServer server = await TestServer.Start();
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using (recorder) Assert.Equal(Status.Invalid, await recorder.Status("RequestRecorderFeed", new { after, size, waitMs }));
    }

    [Fact]
    public async Task A_recorder_that_is_ahead_of_the_journal_is_told_so()
    {
        await using TestServer server = await TestServer.Start();
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using (recorder) Assert.Equal(Status.Conflict, await recorder.Status("RequestRecorderFeed", new { after = 1_000, size = 1, waitMs = 0 }));
    }

    [Fact]
    public async Task An_acknowledgement_moves_forward_and_not_beyond_the_head()
    {
        await using TestServer server = await TestServer.Start();
        (_, TestSocket recorder) = await TestBot.Recorder(server);
        await using (recorder)
        {
            async Task<long> Acknowledged() => (await server.Command(new ShowBot("default", "recorder"))).Acknowledged;
            long head = (await new FeedReader(recorder).ToTheHead()).After;
            Assert.Equal(head - 1, await Acknowledged());
            Assert.Equal(Status.Ok, await recorder.Status("RequestAcknowledgeFeed", new { through = head }));
            Assert.Equal(Status.Invalid, await recorder.Status("RequestAcknowledgeFeed", new { through = head + 1 }));
            Assert.Equal(Status.Invalid, await recorder.Status("RequestAcknowledgeFeed", new { through = -1 }));
            Assert.Equal(Status.Ok, await recorder.Status("RequestAcknowledgeFeed", new { through = 1 }));
            Assert.Equal(head, await Acknowledged());
        }
    }

    [Fact]
    public async Task The_feed_is_for_recorders_alone()
    {
        (TestServer server, _, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestRecorderFeed", new { after = 0, size = 1, waitMs = 0 }));
            Assert.Equal(Status.Forbidden, await ann.Socket.Status("RequestAcknowledgeFeed", new { through = 0 }));
            await using TestSocket stranger = await server.Connect();
            Assert.Equal(Status.Unauthenticated, await stranger.Status("RequestRecorderFeed", new { after = 0, size = 1, waitMs = 0 }));
        }
    }

    [Fact]
    public async Task An_erased_body_is_absent_and_the_chain_still_holds()
    {
        (TestServer server, _, TestSocket recorder, TestPerson ann, TestPerson bob) = await Recorded();
        await using (server) await using (recorder) await using (ann) await using (bob)
        {
            await ann.Socket.Get("RequestAddMessage", TestPerson.Message("c", "m"));
            await server.Core.Writer.Run(batch => batch.Sql.Execute("DELETE FROM ciphertexts WHERE id = (SELECT fact_id FROM messages WHERE uuid = 'm')"));
            Assert.Empty((await new FeedReader(recorder).ToTheHead()).Bodies);
        }
    }

    /// <summary>The system's time, and whether somebody waits for a fact.</summary>
    private sealed class WatchedWaits : TimeProvider
    {
        private volatile bool begun;

        public bool HasBegun => begun;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            begun |= dueTime == TimeSpan.FromMilliseconds(Limits.FeedWaitMilliseconds);
            return timer;
        }
    }
}
