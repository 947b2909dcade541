using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Server.Admin;
using Hansard.Server.Bots;
using Hansard.Server.Connections;
using Hansard.Server.Conversations;
using Hansard.Server.Journal;
using Hansard.Server.Networks;
using Hansard.Server.Tests.Journal;
using Xunit;

namespace Hansard.Server.Tests.Bots;

/// <summary>What a recorder's coming and going does to the conversations of a running network.</summary>
public sealed class RecorderChangeTests
{
    [Fact]
    public async Task A_recorder_that_comes_closes_every_current_key_until_it_has_one_too()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002"), eve = await server.Person("+15550000003");
        foreach (TestPerson person in new[] { ann, bob, eve }) await person.AddKeys();
        await ann.CreateDialog("c", bob);
        await ann.CreateDialog("d", eve);
        await ann.Socket.Get("RequestAddMessage", TestPerson.Message("c", "before"));

        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestSocket recorder = socket;
        Assert.Equal(Status.IncompleteKeys, await ann.Socket.Status("RequestAddMessage", TestPerson.Message("c", "after")));
        Assert.Equal(Status.IncompleteKeys, await bob.Socket.Status("RequestAddMessage", TestPerson.Message("c", "after")));
        object[] people = [ann.KeyFor(ann.UserId), ann.KeyFor(bob.UserId)];
        Assert.Equal(Status.IncompleteKeys, await ann.Socket.Status("RequestAddNewSessionKeys", new { conversationUuid = "c", sessionKeys = people }));
        JsonNode added = await ann.Socket.Get("RequestAddNewSessionKeys", new { conversationUuid = "c", sessionKeys = people.Append(ann.KeyFor(bot.UserId.Value)) });
        JsonNode message = JsonSerializer.SerializeToNode(TestPerson.Message("c", "after"))!;
        message["sessionKeyUuid"] = added["sessionKeyUuid"]!.DeepClone();
        await bob.Socket.Get("RequestAddMessage", message);

        FeedReader feed = await new FeedReader(recorder).ToTheHead();
        Assert.Equal(["recorderAdded", "sessionKeyClosed", "sessionKeyClosed", "sessionKeyAdded", "messageAdded", "messageAdded"], feed.Kinds.TakeLast(6));
        Assert.Equal([("c", "key of c", "recorderAdded"), ("d", "key of d", "recorderAdded")], feed.OfKind("sessionKeyClosed").Select(fact =>
            ((string)fact["conversationUuid"]!, (string)fact["body"]!["sessionKeyUuid"]!, (string)fact["body"]!["reason"]!)));
        Assert.All(feed.OfKind("sessionKeyClosed"), fact => Assert.Null(fact["userId"]));
        Assert.Single(feed.SessionKeys);
    }

    [Fact]
    public async Task With_the_last_recorder_a_recorded_network_falls_silent()
    {
        await using TestServer server = await TestServer.Start("on");
        (TestBot bot, TestSocket socket) = await TestBot.Recorder(server);
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await ann.AddKeys();
        await bob.AddKeys();
        await ann.CreateDialog("c", bob, bot.UserId.Value);
        await server.Command(new RetireBot("default", "recorder"));
        await socket.DisposeAsync();

        Assert.Equal(Status.IncompleteKeys, await ann.Socket.Status("RequestAddMessage", TestPerson.Message("c", "m")));
        Assert.Equal(Status.IncompleteKeys, await ann.Socket.Status("RequestAddNewSessionKeys", new { conversationUuid = "c", sessionKeys = new[] { ann.KeyFor(ann.UserId), ann.KeyFor(bob.UserId) } }));
        (TestBot next, TestSocket nextSocket) = await TestBot.Recorder(server, "next", keyNumber: 2);
        await using TestSocket recorder = nextSocket;
        await ann.Socket.Get("RequestAddNewSessionKeys", new { conversationUuid = "c", sessionKeys = new[] { ann.KeyFor(ann.UserId), ann.KeyFor(bob.UserId), ann.KeyFor(next.UserId.Value) } });
        FeedReader feed = await new FeedReader(recorder).ToTheHead();
        JsonObject closed = Assert.Single(feed.OfKind("sessionKeyClosed"));
        Assert.Equal("recorderRetired", (string?)closed["body"]!["reason"]);
        Assert.Equal(bot.UserId.Value, (string?)Assert.Single(feed.OfKind("recorderRetired"))["body"]!["recorderUserId"]);
    }

    [Fact]
    public async Task A_conversation_made_in_the_batch_in_which_a_recorder_comes_must_have_a_key_for_it()
    {
        await using TestServer server = await TestServer.Start();
        await using TestPerson ann = await server.Person("+15550000001"), bob = await server.Person("+15550000002");
        await ann.AddKeys();
        await bob.AddKeys();
        await ann.Discover(bob);
        TestBot bot = new("recorder");
        await using TestSocket socket = await server.Connect();
        await socket.Get("RequestRegisterBot", bot.Registration(server.BotPassword));
        ApproveBot approval = new("default", "recorder", bot.SigningKeyHex, Recorder: true, Authority.Sign(await server.Command(new ShowBot("default", "recorder"))));
        Connection connection = server.Core.Connections.All.Single(connection => connection.Caller?.UserId.Value == ann.UserId);
        RequestCreateConversationFull creation = JsonSerializer.SerializeToNode(ann.Creation("c", isDialog: true, [bob], []))!.Deserialize<RequestCreateConversationFull>(JsonSerializerOptions.Web)!;

        // The writer is held, so that both share a batch.
        using ManualResetEventSlim queued = new();
        Task held = server.Core.Writer.Run(_ => { queued.Wait(); return true; });
        Task<Result<BotReport>> approved = server.Core.Writer.Run(batch => new BotCommands(server.Core.Networks, server.Core.Connections, new Eraser(server.Core.Writer, new NetworkRemoval(server.Core.Writer, server.Core.Networks, server.Core.Connections), server.Core.FileRemoval)).Approve(approval, batch));
        Task<Result<ResponseCreateConversation>> created = server.Core.Writer.Run(batch => CreateConversation.Handle(creation, connection.Caller!, batch));
        queued.Set();
        await held;
        Assert.True((await approved).Succeeded);
        Assert.Equal(Status.IncompleteKeys, (await created).Failure?.Status);
    }

    [Fact]
    public async Task An_approval_that_is_undone_leaves_no_recorder()
    {
        await using TestServer server = await TestServer.Start();
        TestBot bot = new("recorder");
        await using TestSocket socket = await server.Connect();
        await socket.Get("RequestRegisterBot", bot.Registration(server.BotPassword));
        ApproveBot approval = new("default", "recorder", bot.SigningKeyHex, Recorder: true, Authority.Sign(await server.Command(new ShowBot("default", "recorder"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.Core.Writer.Run<bool>(batch =>
        {
            Assert.True(new BotCommands(server.Core.Networks, server.Core.Connections, new Eraser(server.Core.Writer, new NetworkRemoval(server.Core.Writer, server.Core.Networks, server.Core.Connections), server.Core.FileRemoval)).Approve(approval, batch).Succeeded);
            throw new InvalidOperationException("a bug");
        }));
        Assert.Empty(server.Core.Networks.Find("default")!.Settings.Recorders);
        Assert.Null((await socket.Get("RequestGetServerSettings", new { }))["hansard"]);
        Assert.Equal("pending", (await server.Command(new ShowBot("default", "recorder"))).State);
        server.ForgetErrors();
    }
}
