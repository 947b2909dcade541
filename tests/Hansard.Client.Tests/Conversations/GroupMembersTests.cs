using Hansard.Client.Encryption;
using Hansard.Client.Tests.Connections;
using Hansard.Client.Tests.Encryption;
using Hansard.Protocol;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.SessionKeys;
using Xunit;

namespace Hansard.Client.Tests.Conversations;

public sealed class GroupMembersTests : IAsyncDisposable
{
    private static readonly UserId Carla = new("6m76nVOeK46hNbZ1R39tNm0QYWo6+B3Dt0H5OFWBi2g=");

    private readonly TestDevice device = new();
    private readonly ScriptedNetwork network = new();
    private readonly ScriptedDialog dialog;
    private readonly UserKeyPair carlasKeys = Keys.Pair(3);
    private readonly List<UserId> members = [];

    public GroupMembersTests()
    {
        dialog = new ScriptedDialog(device, network);
        dialog.Users[Carla] = ScriptedDialog.User(Carla, carlasKeys.Public, new("pair 3"));
        network.On<RequestGetConversationFull, ResponseGetConversationFull>(_ => new ResponseGetConversationFull(dialog.View with { IsDialog = false, Members = members }, null, null));
    }

    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task A_newcomer_gets_the_current_key_signed_by_who_adds_him_and_is_named_with_his_pair()
    {
        await using var client = await device.ConnectAsync(network);
        network.On<RequestAddMember>(request => Admit(request.SessionKeyValue.UserId));

        var grown = await client.AddMemberAsync(ScriptedDialog.Uuid, Carla, cancellation: Cancelled);
        var asked = await network.NextAsync<RequestAddMember>();

        Assert.Equal([Carla], grown.Value.Members);
        Assert.Equal((ScriptedDialog.First, Carla, device.Own, new KeyPairUuid("pair 3")),
            (asked.SessionKeyUuid, asked.SessionKeyValue.UserId, asked.SessionKeyValue.SignerUserId, asked.KeyPairUuids![Carla]));
        var key = SessionKey.Unwrap(asked.SessionKeyValue.KeyEncryptedBase64, carlasKeys).Value;
        Assert.True(new SessionKeyStatement(ScriptedDialog.Uuid, device.Own, null).IsSignedBy(device.Keys1.Public, key, asked.SessionKeyValue.SignatureBase64));
    }

    [Fact]
    public async Task Under_a_key_that_turns_out_closed_he_is_added_with_a_new_one()
    {
        await using var client = await device.ConnectAsync(network);
        network.On<RequestAddAdmin>(request => request.SessionKeyUuid == ScriptedDialog.First
            ? Failure.Conflict("The session key is closed.")
            : Admit(request.SessionKeyValue.UserId));

        var grown = await client.AddMemberAsync(ScriptedDialog.Uuid, Carla, asAdmin: true, Cancelled);

        Assert.True(grown.Succeeded, grown.Failure?.Description);
        Assert.Equal((await network.NextAsync<RequestAddNewSessionKeys>()).ReplacesSessionKeyUuid, ScriptedDialog.First);
        Assert.Equal(dialog.Current, (await network.NextAsync<RequestAddAdmin>()).SessionKeyUuid);
    }

    [Fact]
    public async Task Who_was_added_by_another_meanwhile_is_in_and_what_cannot_be_is_the_callers()
    {
        await using var client = await device.ConnectAsync(network);
        network.On<RequestAddMember>(request =>
        {
            Admit(request.SessionKeyValue.UserId);
            return Failure.Conflict("She is a member already.");
        });
        Assert.True((await client.AddMemberAsync(ScriptedDialog.Uuid, Carla, cancellation: Cancelled)).Succeeded);
        network.On<RequestKickUser>(_ => Failure.Forbidden("Only an admin of this group may do that."));
        Assert.Equal(Status.Forbidden, (await client.KickAsync(ScriptedDialog.Uuid, Carla, Cancelled)).Failure?.Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_told_that_he_is_out_already_has_left_and_who_is_still_in_has_not(bool isOut)
    {
        await using var client = await device.ConnectAsync(network);
        network.On<RequestLeaveConversation>(_ => Failure.Forbidden(""));
        if (isOut) network.On<RequestGetConversationFull, ResponseGetConversationFull>(_ => Failure.Forbidden("You are no longer a member of this conversation."));

        Assert.Equal(isOut, (await client.LeaveAsync(ScriptedDialog.Uuid, Cancelled)).Succeeded);
        Assert.Equal(isOut ? 0 : 1, client.Conversations.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        dialog.Dispose();
        device.Dispose();
        carlasKeys.Dispose();
    }

    private Failure? Admit(UserId newcomer)
    {
        members.Add(newcomer);
        return null;
    }
}
