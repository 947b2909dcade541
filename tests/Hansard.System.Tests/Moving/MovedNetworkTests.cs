using Hansard.Client;
using Hansard.Protocol;
using Hansard.Record.Format;
using Hansard.Recorder;
using Hansard.Recorder.Reading;
using Hansard.System.Tests.Recording;
using Hansard.TestPostgres;
using Xunit;

namespace Hansard.System.Tests.Moving;

/// <summary>A recorded network whose server is moved to the other engine: people and recorder go on as after any restart.</summary>
public sealed class MovedNetworkTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_and_their_recorder_go_on_where_they_were_on_the_other_engine_and_back()
    {
        await using var network = await RecordedNetwork.StartAsync("on");
        List<string> said = [];
        await using (var recorder = new RunningRecorder(network.Recorder))
        {
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.WaitingForApproval);
            await network.ApproveRecorderAsync();
            await recorder.UntilAsync(now => now.Phase == RecorderPhase.Following);
            await using var anna = await network.PersonAsync("anna", "+491700000001", 1);
            await using var bruno = await network.PersonAsync("bruno", "+491700000002", 2);
            RecordedNetwork.Done(await anna.FindAsync(["+491700000002"], Cancelled));
            var dialog = RecordedNetwork.Done(await anna.OpenDialogAsync(bruno.Identity!.UserId, Cancelled)).Uuid;
            var group = RecordedNetwork.Done(await anna.CreateGroupAsync("Umzug", [bruno.Identity.UserId], cancellation: Cancelled)).Uuid;
            await SayAsync(anna, dialog, "before");
            await bruno.MarkAllReadAsync(dialog, Cancelled);

            var postgres = (await PostgresCluster.Shared()).NewSchema();
            await MoveAsync(network, $"sqlite:{network.Data}", postgres, postgres);
            await SayAsync(bruno, dialog, "on PostgreSQL");
            await SayAsync(anna, group, "in the group");
            await recorder.UntilRecordedAsync(network);

            // The old file is in the way of a way back, as it must be.
            Assert.Equal(1, (await FilledStore.MigrateAsync(postgres, $"sqlite:{network.Data}")).ExitCode);
            await network.StopServerAsync();
            foreach (var file in Directory.EnumerateFiles(network.Data, "hansard.db*")) File.Delete(file);
            await MoveAsync(network, postgres, $"sqlite:{network.Data}", null);
            Assert.Equal(StoredRows.InPostgres(postgres).Keys, StoredRows.InFolder(network.Data).Keys);
            await SayAsync(bruno, group, "back on SQLite");
            await recorder.UntilRecordedAsync(network);
        }

        var lines = RecordReader.Lines(network.Recorder.Record).ToArray();
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(seq => (long)seq), lines.Select(line => line.Hansard!.Position.Seq));
        Assert.Equal(said, RecordedMessage.In(lines).Select(message => message.MessageUuid));
        Assert.All(RecordReader.Heads(network.Recorder.Record), head => Assert.True(head.IsSigned()));

        async Task SayAsync(MessengerClient person, ConversationUuid conversation, string text) =>
            said.Add(RecordedNetwork.Done(await person.SendTextAsync(conversation, text, cancellation: Cancelled)).Uuid.Value);
    }

    private static async Task MoveAsync(RecordedNetwork network, string from, string to, string? database)
    {
        await network.StopServerAsync();
        var moved = await FilledStore.MigrateAsync(from, to, "--chunk", "3");
        Assert.Equal((0, ""), (moved.ExitCode, moved.Errors));
        network.Database = database;
        await network.StartServerAgainAsync();
    }
}
