using Hansard.Client.Encryption;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Conversations;
using Hansard.Protocol;
using Hansard.Protocol.Contacts;
using Hansard.Protocol.Content;
using Hansard.Protocol.Messages;
using Hansard.Protocol.SessionKeys;
using Xunit;

namespace Hansard.Client.Tests.Messages;

public sealed class MessageSenderTests : IAsyncDisposable
{
    private readonly TestDevice device = new();
    private readonly ScriptedNetwork network = new();
    private readonly ScriptedDialog dialog;

    public MessageSenderTests() => dialog = new ScriptedDialog(device, network);

    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task A_message_refused_for_a_closed_key_is_said_under_a_new_key_and_the_same_uuid()
    {
        await using var client = await device.ConnectAsync(network);
        dialog.Refusals.Enqueue(Failure.IncompleteKeys("The key is closed."));

        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "grüß dich", cancellation: Cancelled);
        var (first, rekey, second) = (
            await network.NextAsync<RequestAddMessage>(), await network.NextAsync<RequestAddNewSessionKeys>(), await network.NextAsync<RequestAddMessage>());

        Assert.Equal("grüß dich", said.Value.Text);
        Assert.Equal(first.MessageUuid, second.MessageUuid);
        Assert.NotEqual(first.SessionKeyUuid, second.SessionKeyUuid);
        Assert.NotEqual(first.BodyEncryptedBase64, second.BodyEncryptedBase64);
        Assert.Equal([device.Own, ScriptedDialog.Bruno], rekey.KeyPairUuids!.Keys.OrderBy(id => id != device.Own));
        Assert.Equal("""{"messageType":"TEXT","content":{"text":"grüß dich"}}""", dialog.TextOf(dialog.Messages.Single()));
    }

    [Fact]
    public async Task After_a_lost_race_the_winners_key_is_used()
    {
        await using var client = await device.ConnectAsync(network);
        await client.SendTextAsync(ScriptedDialog.Uuid, "before", cancellation: Cancelled);
        dialog.AddKey(new("Bruno's new key"), SessionKey.Generate(), ScriptedDialog.First);
        dialog.Current = new("Bruno's new key");
        dialog.Refusals.Enqueue(Failure.Conflict("The current session key is Bruno's."));

        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled);

        Assert.True(said.Succeeded);
        Assert.Equal(new SessionKeyUuid("Bruno's new key"), dialog.Messages[^1].SessionKeyUuid);
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_before_its_key_was_closed_counts_as_said()
    {
        await using var client = await device.ConnectAsync(network);
        network.On<RequestAddMessage, ResponseAddedMessage>(request =>
        {
            if (dialog.Messages.Count > 0) return Failure.Conflict("Another message has this messageUuid.");
            dialog.Keep(new(
                request.MessageUuid, ScriptedDialog.Uuid, request.SessionKeyUuid, device.Own, request.IvBase64, request.BodyEncryptedBase64, 2_000,
                false, false, null, false, null, null, 2, 1, 1, false, false, null));
            throw new OperationCanceledException("the socket is cut before the answer");
        });
        network.On<RequestGetMessagesByUuids, ResponseGetMessages>(_ => new ResponseGetMessages(dialog.Messages));

        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "once", cancellation: Cancelled);

        Assert.Equal("once", said.Value.Text);
        Assert.Single(dialog.Messages);
    }

    [Fact]
    public async Task A_conflict_that_is_no_matter_of_keys_is_the_callers()
    {
        await using var client = await device.ConnectAsync(network);
        network.On<RequestAddMessage, ResponseAddedMessage>(_ => Failure.Conflict("Another message has this messageUuid."));
        network.On<RequestGetMessagesByUuids, ResponseGetMessages>(_ => new ResponseGetMessages([dialog.Say("something else")]));

        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled);

        Assert.Equal(Status.Conflict, said.Failure?.Status);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_with_the_same_key()
    {
        await using var client = await device.ConnectAsync(network);
        dialog.Refusals.Enqueue(Failure.TooManyRequests("Slower."));
        dialog.Refusals.Enqueue(Failure.TooManyRequests("Slower."));

        Assert.True((await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled)).Succeeded);
        Assert.Equal(ScriptedDialog.First, dialog.Current);
    }

    [Fact]
    public async Task A_refusal_that_passes_lets_no_later_word_arrive_before_an_earlier_one()
    {
        await using var client = await device.ConnectAsync(network);
        dialog.Refusals.Enqueue(Failure.TooManyRequests("Slower."));
        dialog.Refusals.Enqueue(Failure.IncompleteKeys("The key is closed."));
        using var impatience = new CancellationTokenSource();

        var first = client.SendTextAsync(ScriptedDialog.Uuid, "1", cancellation: Cancelled);
        var neverSaid = client.SendTextAsync(ScriptedDialog.Uuid, "never", cancellation: impatience.Token);
        var others = Enumerable.Range(2, 20).Select(n => client.SendTextAsync(ScriptedDialog.Uuid, $"{n}", cancellation: Cancelled)).ToList();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => neverSaid);
        await Task.WhenAll([first, .. others]);

        Assert.Equal(
            Enumerable.Range(1, 21).Select(n => $$$"""{"messageType":"TEXT","content":{"text":"{{{n}}}"}}"""), dialog.Messages.Select(dialog.TextOf));
    }

    [Fact]
    public async Task A_refusal_that_nothing_can_lift_is_the_callers()
    {
        await using var client = await device.ConnectAsync(network);
        dialog.Refusals.Enqueue(Failure.Forbidden("You are blocked."));

        Assert.Equal(Failure.Forbidden("You are blocked."), (await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled)).Failure);
    }

    [Fact]
    public async Task Somebody_whom_the_server_does_not_show_yet_is_looked_up_first()
    {
        await using var client = await device.ConnectAsync(network);
        var shown = dialog.Users[ScriptedDialog.Bruno];
        dialog.Users[ScriptedDialog.Bruno] = shown with { PublicKeyBase64 = null, KeyPairUuid = null };
        network.On<RequestGetRegisteredUsers, ResponseRegisteredUsers>(request =>
        {
            dialog.Users[ScriptedDialog.Bruno] = shown;
            return new ResponseRegisteredUsers(request.CheckUserList);
        });
        dialog.Refusals.Enqueue(Failure.IncompleteKeys("The key is closed."));

        Assert.True((await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled)).Succeeded);
    }

    [Fact]
    public async Task Content_that_breaks_its_rules_is_refused_before_anything_is_sent()
    {
        await using var client = await device.ConnectAsync(network);

        var said = await client.SendAsync(ScriptedDialog.Uuid, new LocationContent(91, 0), cancellation: Cancelled);

        Assert.Equal(Status.Invalid, said.Failure?.Status);
        Assert.Empty(dialog.Messages);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        dialog.Dispose();
        device.Dispose();
    }
}
