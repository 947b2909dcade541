using Hansard.Client;
using Hansard.Client.Encryption;
using Hansard.Client.Events;
using Hansard.Protocol;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Settings;
using Hansard.TestKeys;
using Xunit;

namespace Hansard.System.Tests.Client;

public sealed class RecordedConversationTests : IDisposable
{
    private const string Anna = "+35794048714";
    private const string Bruno = "+35794048715";

    private readonly UserKeyPair authority = UserKeyPair.FromPem(KeyPool.Pem(7)).Value;
    private readonly UserKeyPair otherAuthority = UserKeyPair.FromPem(KeyPool.Pem(8)).Value;

    private static CancellationToken Cancelled => TestNetwork.Cancelled;

    [Fact]
    public async Task People_see_who_records_and_the_recorder_opens_every_key()
    {
        await using var network = await TestNetwork.StartAsync(RecordingModes.On, authority);
        await using var recorder = await TestRecorder.ApproveAsync(network, authority);
        recorder.Follow();
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));

        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;
        await recorder.Opened.WaitAsync(Cancelled);

        Assert.Equal(("recorder", null), anna.Recorders.Select(one => (one.Name, one.Distrust)).Single());
        Assert.Equal(2, dialog.Everybody.Count());
    }

    [Fact]
    public async Task A_recorder_whom_the_pinned_authority_does_not_know_is_refused_by_the_client()
    {
        await using var network = await TestNetwork.StartAsync(RecordingModes.On, authority);
        await using var recorder = await TestRecorder.ApproveAsync(network, authority);
        var bruno = await network.PersonAsync(Bruno, "Bruno");
        network.AuthorityPem = otherAuthority.Public.Pem;
        var anna = await network.PersonAsync(Anna, "Anna");

        var dialog = await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled);

        Assert.Equal(ClientStatus.Untrusted, dialog.Failure?.Status);
        Assert.Equal("The server names recorder as a recorder, but the authority of default does not vouch for him.", dialog.Failure?.Description);
        Assert.Empty(anna.Conversations);
    }

    [Fact]
    public async Task A_recorder_added_to_a_running_conversation_gets_a_new_key_and_people_are_told()
    {
        await using var network = await TestNetwork.StartAsync(RecordingModes.Off, authority);
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var (inbox, annasEvents) = (bruno.MessagesAsync(Cancelled), anna.EventsAsync(Cancelled));
        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;
        await anna.SendTextAsync(dialog.Uuid, "between us", cancellation: Cancelled);

        await using var recorder = await TestRecorder.ApproveAsync(network, authority);
        await network.CommandAsync(new Server.Admin.ChangeNetwork("default", Recording: RecordingModes.On));
        var said = await Task.WhenAll(
            anna.SendTextAsync(dialog.Uuid, "from Anna", cancellation: Cancelled), bruno.SendTextAsync(dialog.Uuid, "from Bruno", cancellation: Cancelled));
        recorder.Follow();
        await recorder.Opened.WaitAsync(Cancelled);
        var told = (RecordersChanged)await annasEvents.FirstAsync(happened => happened is RecordersChanged, Cancelled);

        Assert.All(said, one => Assert.True(one.Succeeded, one.Failure?.Description));
        Assert.Equal("recorder", told.Added.Single().Name);
        var heard = await inbox.Where(message => !message.IsEvent).Take(2).ToListAsync(Cancelled);
        Assert.Equal(["between us", "from Anna"], heard.Select(message => message.Text));
        var history = (await bruno.HistoryAsync(dialog.Uuid, cancellation: Cancelled)).Value;
        Assert.Single(history, message => message.EventType == EventTypes.SessionKeyRegenerated);
        Assert.All(history.Where(message => !message.IsEvent), message => Assert.True(message.Verified));
    }

    [Fact]
    public async Task In_a_strict_network_a_message_waits_until_the_recorder_has_confirmed_its_key()
    {
        await using var network = await TestNetwork.StartAsync(RecordingModes.Strict, authority);
        await using var recorder = await TestRecorder.ApproveAsync(network, authority);
        var (anna, bruno) = (await network.PersonAsync(Anna, "Anna"), await network.PersonAsync(Bruno, "Bruno"));
        var dialog = (await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Value;

        var saying = anna.SendTextAsync(dialog.Uuid, "in the end", cancellation: Cancelled);
        recorder.Follow();
        var said = await saying;
        var now = (await anna.ConversationAsync(dialog.Uuid, Cancelled)).Value;

        Assert.True(said.Succeeded, said.Failure?.Description);
        Assert.Equal(dialog.SessionKey, now.SessionKey);
    }

    public void Dispose()
    {
        authority.Dispose();
        otherAuthority.Dispose();
    }
}
