using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Conversations;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Xunit;

namespace Hansard.Client.Tests.SessionKeys;

public sealed class SessionKeyTrustTests : IAsyncDisposable
{
    private readonly TestDevice device = new();
    private readonly ScriptedNetwork network = new();
    private readonly ScriptedDialog dialog;

    public SessionKeyTrustTests() => dialog = new ScriptedDialog(device, network);

    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task A_message_under_a_signed_key_is_read_and_verified()
    {
        await using var client = await device.ConnectAsync(network);
        var messages = client.MessagesAsync(Cancelled);

        await network.TellAsync(new NotificationAddedMessageToConversation(dialog.Say("hello")));
        var message = await messages.FirstAsync(Cancelled);

        Assert.Equal("hello", message.Text);
        Assert.True(message.Verified);
        Assert.Equal(message.Uuid, (await network.NextAsync<MessageDelivered>()).MessageUuid);
        Assert.Equal(1, client.Conversations.Single().Unread);
    }

    [Fact]
    public async Task A_key_that_another_signed_is_not_taken_and_its_messages_say_why()
    {
        using var mallory = Keys.Pair(3);
        dialog.AddKey(new("forged"), SessionKey.Generate(), ScriptedDialog.First, mallory);
        dialog.Current = new("forged");
        await using var client = await device.ConnectAsync(network);
        var messages = client.MessagesAsync(Cancelled);

        await network.TellAsync(new NotificationAddedMessageToConversation(dialog.Say("pay mallory")));
        var message = await messages.FirstAsync(Cancelled);

        Assert.Null(message.Content);
        Assert.Equal(ClientStatus.Untrusted, message.Problem?.Status);
    }

    [Fact]
    public async Task Nothing_is_written_under_a_forged_key_but_under_a_new_one()
    {
        using var mallory = Keys.Pair(3);
        dialog.AddKey(new("forged"), SessionKey.Generate(), ScriptedDialog.First, mallory);
        dialog.Current = new("forged");
        await using var client = await device.ConnectAsync(network);

        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled);

        Assert.True(said.Succeeded);
        Assert.Equal(new SessionKeyUuid("forged"), (await network.NextAsync<RequestAddNewSessionKeys>()).ReplacesSessionKeyUuid);
        Assert.NotEqual(new SessionKeyUuid("forged"), dialog.Messages.Single().SessionKeyUuid);
    }

    [Fact]
    public async Task A_key_whose_signers_pair_is_gone_is_read_unverified_and_not_written_under()
    {
        dialog.AddKey(new("old"), SessionKey.Generate(), ScriptedDialog.First, signerPair: new("pair of long ago"));
        dialog.Current = new("old");
        dialog.Say("from before");
        network.On<RequestGetMessagesFromUuid, ResponseGetMessages>(_ => new ResponseGetMessages(dialog.Messages));
        await using var client = await device.ConnectAsync(network);

        var history = await client.HistoryAsync(ScriptedDialog.Uuid, cancellation: Cancelled);
        await client.SendTextAsync(ScriptedDialog.Uuid, "now", cancellation: Cancelled);

        Assert.Equal(("from before", false), (history.Value.Single().Text, history.Value.Single().Verified));
        Assert.NotEqual(new SessionKeyUuid("old"), dialog.Messages[^1].SessionKeyUuid);
    }

    [Fact]
    public async Task A_server_that_brings_an_old_key_back_gets_no_words_under_it()
    {
        await using var client = await device.ConnectAsync(network);
        var second = dialog.AddKey(new("key 2"), SessionKey.Generate(), ScriptedDialog.First);
        var changes = client.EventsAsync(Cancelled);
        await network.TellAsync(new NotificationNewSessionKey(second));
        await changes.FirstAsync(happened => happened is ConversationChanged { Conversation.SessionKey.Value: "key 2" }, Cancelled);

        dialog.Current = ScriptedDialog.First;
        await client.ConversationAsync(ScriptedDialog.Uuid, Cancelled);
        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled);

        Assert.True(said.Succeeded);
        Assert.DoesNotContain(dialog.Messages, message => message.SessionKeyUuid == ScriptedDialog.First);
    }

    [Fact]
    public async Task A_changed_public_key_is_told_with_both_fingerprints()
    {
        using var newKeys = Keys.Pair(3);
        await using var client = await device.ConnectAsync(network);
        await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled);
        var events = client.EventsAsync(Cancelled);

        dialog.Users[ScriptedDialog.Bruno] = ScriptedDialog.User(ScriptedDialog.Bruno, newKeys.Public, new("pair 3"));
        await network.TellAsync(new NotificationNewPublicKey(ScriptedDialog.Bruno, null, newKeys.Public.Pem));
        var change = (PublicKeyChanged)await events.FirstAsync(happened => happened is PublicKeyChanged, Cancelled);

        Assert.Equal((dialog.BrunosKeys.Public.Fingerprint, newKeys.Public.Fingerprint), (change.FormerFingerprint, change.Fingerprint));
    }

    [Fact]
    public async Task Another_key_under_the_name_of_a_known_pair_is_refused()
    {
        using var mallory = Keys.Pair(3);
        await using var client = await device.ConnectAsync(network);
        Assert.True((await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled)).Succeeded);

        dialog.Users[ScriptedDialog.Bruno] = ScriptedDialog.User(ScriptedDialog.Bruno, mallory.Public, ScriptedDialog.BrunosPair);
        dialog.Refusals.Enqueue(Failure.IncompleteKeys("The key is closed."));
        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "hello again", cancellation: Cancelled);

        Assert.Equal(ClientStatus.Untrusted, said.Failure?.Status);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        dialog.Dispose();
        device.Dispose();
    }
}
