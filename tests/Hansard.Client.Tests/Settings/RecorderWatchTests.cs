using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Conversations;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.SessionKeys;
using Hansard.Protocol.Settings;
using Xunit;

namespace Hansard.Client.Tests.Settings;

public sealed class RecorderWatchTests : IAsyncDisposable
{
    private static readonly UserId RecorderId = new("recorder");

    private readonly UserKeyPair authority = Keys.Pair(4);
    private readonly UserKeyPair recorder = Keys.Pair(5);
    private readonly TestDevice device = new();
    private readonly ScriptedNetwork network = new();
    private readonly ScriptedDialog dialog;

    public RecorderWatchTests() => dialog = new ScriptedDialog(device, network);

    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task A_recorder_whom_the_authority_vouches_for_is_shown_and_gets_his_wrap_in_every_new_conversation()
    {
        network.Record(Recording(authority));
        RequestCreateConversationFull? asked = null;
        network.On<RequestCreateConversationFull, ResponseCreateConversation>(request =>
        {
            asked = request;
            return new ResponseCreateConversation(dialog.View with { Uuid = request.ConversationUuid, SessionKeyUuid = request.SessionKeyUuid, IsDialog = false });
        });
        await using var client = await ConnectAsync(authority);

        var made = await client.CreateGroupAsync("Board", [ScriptedDialog.Bruno], cancellation: Cancelled);

        Assert.True(made.Succeeded);
        Assert.Equal(("recorder", null, recorder.Public.Fingerprint), client.Recorders.Select(one => (one.Name, one.Distrust, one.Fingerprint)).Single());
        Assert.Equal(new[] { ScriptedDialog.Bruno, RecorderId }.ToHashSet(), asked!.Members.Keys.ToHashSet());
        var opened = SessionKey.Unwrap(asked.Members[RecorderId], recorder).Value;
        var own = SessionKey.Unwrap(asked.SessionKeyValue.KeyEncryptedBase64, device.Keys1).Value;
        Assert.Equal(own.ToBytes(), opened.ToBytes());
        Assert.True(new SessionKeyStatement(asked.ConversationUuid, device.Own, null).IsSignedBy(device.Keys1.Public, opened, asked.SessionKeyValue.SignatureBase64));
        Assert.Equal(new KeyPairUuid("recorder pair"), asked.KeyPairUuids![RecorderId]);
    }

    [Fact]
    public async Task A_recorder_whom_another_key_signed_gets_no_key_and_stops_new_conversations()
    {
        using var mallory = Keys.Pair(3);
        network.Record(Recording(mallory));
        await using var client = await ConnectAsync(authority);

        var group = await client.CreateGroupAsync("Board", [ScriptedDialog.Bruno], cancellation: Cancelled);
        dialog.Refusals.Enqueue(Failure.IncompleteKeys("A recorder was added."));
        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled);

        Assert.Equal(new Failure(ClientStatus.Untrusted, "The server names recorder as a recorder, but the authority of default does not vouch for him."), group.Failure);
        Assert.Equal(ClientStatus.Untrusted, said.Failure?.Status);
        Assert.NotNull(client.Recorders.Single().Distrust);
    }

    [Fact]
    public async Task Without_an_authority_key_no_recorder_is_accepted()
    {
        network.Record(Recording(authority));
        await using var client = await device.ConnectAsync(network);

        var group = await client.CreateGroupAsync("Board", [ScriptedDialog.Bruno], cancellation: Cancelled);

        Assert.Equal(ClientStatus.Untrusted, group.Failure?.Status);
    }

    [Fact]
    public async Task The_authority_key_is_pinned_and_no_other_takes_its_place()
    {
        network.Record(Recording(authority));
        await using (await ConnectAsync(authority))
        {
            // The key is in the device's folder now.
        }
        using var mallory = Keys.Pair(3);

        var replaced = await MessengerClient.ConnectAsync(device.Settings(network) with { AuthorityKeyPem = mallory.Public.Pem }, Cancelled);
        await using var without = await device.ConnectAsync(network);

        Assert.Equal(ClientStatus.Untrusted, replaced.Failure?.Status);
        Assert.Null(without.Recorders.Single().Distrust);
    }

    [Fact]
    public async Task Every_change_of_recorders_is_told_once_across_restarts_too()
    {
        network.Record(Recording(authority));
        await using (await ConnectAsync(authority))
        {
            // The device has seen the recorder now.
        }
        await using var client = await ConnectAsync(authority);
        var events = client.EventsAsync(Cancelled);

        await client.RefreshRecordersAsync(Cancelled);
        network.Record(null);
        await client.RefreshRecordersAsync(Cancelled);
        network.Record(Recording(authority));
        await client.RefreshRecordersAsync(Cancelled);
        var told = await events.Where(happened => happened is RecordersChanged).Take(2).ToListAsync(Cancelled);

        Assert.Equal([RecorderId], ((RecordersChanged)told[0]).Retired);
        Assert.Empty(((RecordersChanged)told[0]).Recorders);
        Assert.Equal(RecorderId, ((RecordersChanged)told[1]).Added.Single().UserId);
    }

    [Fact]
    public async Task A_recorder_added_later_is_wrapped_for_when_the_key_is_replaced()
    {
        await using var client = await ConnectAsync(authority);
        network.Record(Recording(authority));
        RequestAddNewSessionKeys? asked = null;
        network.On<RequestAddNewSessionKeys, ResponseAddedSessionKey>(request =>
        {
            asked = request;
            dialog.Current = new("key 2");
            return new ResponseAddedSessionKey(dialog.Current);
        });
        dialog.Refusals.Enqueue(Failure.IncompleteKeys("A recorder was added."));

        var said = await client.SendTextAsync(ScriptedDialog.Uuid, "hello", cancellation: Cancelled);

        Assert.True(said.Succeeded);
        var wrap = asked!.SessionKeys.Single(value => value.UserId == RecorderId);
        Assert.True(SessionKey.Unwrap(wrap.KeyEncryptedBase64, recorder).Succeeded);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        dialog.Dispose();
        device.Dispose();
        authority.Dispose();
        recorder.Dispose();
    }

    private async Task<MessengerClient> ConnectAsync(UserKeyPair pinned) =>
        (await MessengerClient.ConnectAsync(device.Settings(network) with { AuthorityKeyPem = pinned.Public.Pem }, Cancelled)).Value;

    private RecordingView Recording(UserKeyPair signer)
    {
        var statement = new RecorderStatement("default", RecorderId, new("recorder pair"), recorder.Public.Pem);
        return new(
            RecordingModes.On,
            [new RecorderView(RecorderId, "recorder", new("recorder pair"), recorder.Public.Pem, statement.Sign(signer))],
            new string('0', 64));
    }
}
