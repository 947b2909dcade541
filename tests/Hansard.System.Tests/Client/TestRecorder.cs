using Hansard.Client.Bots;
using Hansard.Client.Connections;
using Hansard.Client.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Protocol.SessionKeys;
using Hansard.Server.Admin;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.System.Tests.Client;

/// <summary>A recorder of the network <c>default</c> that opens each session key and confirms it, and writes nothing down.</summary>
internal sealed class TestRecorder : IAsyncDisposable
{
    private readonly BotIdentity identity;
    private readonly MessengerConnection connection;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<int> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task following = Task.CompletedTask;

    private TestRecorder(BotIdentity identity, MessengerConnection connection) => (this.identity, this.connection) = (identity, connection);

    /// <summary>Completes when the recorder has opened and confirmed its first session key.</summary>
    public Task Opened => opened.Task;

    /// <summary>Announces a recorder, has it approved with the authority's signature and signs it in.</summary>
    public static async Task<TestRecorder> ApproveAsync(TestNetwork network, UserKeyPair authority, string name = "recorder", int key = 6)
    {
        var identity = BotIdentity.Create("default", name, UserKeyPair.FromPem(KeyPool.Pem(key)).Value);
        var connection = (await MessengerConnection.ConnectAsync(new(network.Address) { WaitingNotifications = 0, ConnectTimeout = TestNetwork.Patience }, TestNetwork.Cancelled)).Value;
        var password = (await network.CommandAsync(new MakeBotPassword("default"))).BotPassword;
        Assert.True((await connection.RegisterAsync(identity, password, TestNetwork.Cancelled)).Succeeded);
        var bot = await network.CommandAsync(new ShowBot("default", name));
        var signature = new RecorderStatement("default", bot.UserId, bot.KeyPairUuid, bot.PublicKeyBase64).Sign(authority);
        await network.CommandAsync(new ApproveBot("default", name, identity.SigningKey.PublicKeyHex, Recorder: true, signature));
        Assert.True((await connection.AuthenticateAsync(identity, TestNetwork.Cancelled)).Succeeded);
        return new TestRecorder(identity, connection);
    }

    /// <summary>Follows the feed from now on; before that, keys wait for their confirmation.</summary>
    public void Follow() => following = Task.Run(FollowAsync);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
        identity.Dispose();
        stopping.Dispose();
    }

    private async Task FollowAsync()
    {
        for (long after = 0; ;)
        {
            var feed = (await connection.SendAsync(new RequestRecorderFeed(after, 100, 1_000), stopping.Token)).Value;
            foreach (var key in feed.SessionKeys) await JudgeAsync(key);
            after += feed.Facts.Count;
        }
    }

    private async Task JudgeAsync(FeedSessionKey wrap)
    {
        var key = SessionKey.Unwrap(wrap.KeyEncryptedBase64, identity.KeyPair);
        var statement = new SessionKeyStatement(wrap.ConversationUuid, wrap.SignerUserId, wrap.PreviousSessionKeyUuid);
        var signer = UserPublicKey.Parse(wrap.SignerPublicKeyBase64);
        if (!key.Succeeded || !statement.IsSignedBy(signer.Value, key.Value, wrap.SignatureBase64)) return;
        await connection.SendAsync(new RequestConfirmSessionKey(wrap.ConversationUuid, wrap.Uuid), stopping.Token);
        opened.TrySetResult(0);
    }
}
