using Hansard.Archive.Log;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.People;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

public sealed class RecorderRunTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly Conversation dialog = new("D1A10000-0000-4000-8000-000000000001");
    private readonly Conversation room = new("6F-C2C6B7B15065-6396923166703690188");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    private void Begin() => network.Change(journal =>
    {
        journal.Create(dialog, Person.Anna, [Person.Bruno]);
        journal.Say(dialog, Person.Anna, "Ciao però 👍");
        journal.Create(room, Person.Bruno, [Person.Anna], "Piano");
        journal.Add(room, Person.Bruno, new MemberAdded(Person.Carla.Id, false, room.KeyUuid));
        journal.Say(room, Person.Carla, "Presente");
    });

    [Fact]
    public async Task A_conversation_is_recorded_and_acknowledged_only_when_it_is_on_the_disk()
    {
        var early = new List<long>();
        Begin();
        await using var recorder = new RunningRecorder(network, folder);
        network.OnAcknowledged = through =>
        {
            if (recorder.Lines.Count < through) early.Add(through);
        };

        await recorder.UntilAcknowledgedAsync(5);
        network.Change(journal => journal.Say(dialog, Person.Bruno, "Ciao a te"));
        await recorder.UntilAcknowledgedAsync(6);

        Assert.Empty(early);
        var lines = recorder.Lines;
        Assert.Equal([4001, 1000, 4001, 4002, 1000, 1000], lines.Select(line => line.MessageType));
        Assert.Equal(["Ciao però 👍", "Presente", "Ciao a te"], lines.Where(line => line.MessageType == 1000).Select(line => line["message"]?.Parse().GetString()));
        Assert.Equal(["bruno=", null, "anna="], lines.Where(line => line.MessageType == 1000).Select(line => line.Receiver));
        Assert.Equal("Piano", lines[2]["control"]?.Parse().GetProperty("title").GetString());
        Assert.All(lines, line => Assert.Equal(LineStatus.Captured, line.Hansard!.Status));
        Assert.Equal(6, lines.Select(line => line.Hansard!.Salt).Distinct().Count());
        Assert.Equal([("key-1-" + dialog.Uuid, null), ("key-1-" + room.Uuid, null)], network.Verdicts);
        Assert.DoesNotContain("Ciao", recorder.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_heads_that_it_keeps_are_signed_and_each_line_stands_in_their_journal()
    {
        Begin();
        await using (var recorder = new RunningRecorder(network, folder))
        {
            await recorder.UntilAcknowledgedAsync(5);
            network.Change(journal => journal.Say(dialog, Person.Bruno, "Ciao a te"));
            await recorder.UntilAcknowledgedAsync(6);
        }

        var layout = TestNetwork.Settings(network.Address, folder.Path).Record;
        var heads = RecordReader.Heads(layout).ToArray();
        var chain = RecordReader.Lines(layout).ToDictionary(line => line.Hansard!.Position.Seq, line => line.Hansard!.Chain);
        Assert.Equal(6, heads[^1].Seq);
        Assert.All(heads, head =>
        {
            Assert.True(head.IsSigned());
            Assert.Equal(network.Journal.KeyHex, head.JournalKeyHex);
            Assert.Equal(chain[head.Seq], head.HeadHash);
        });
    }

    [Fact]
    public async Task Started_again_it_goes_on_after_what_is_recorded_with_the_keys_that_it_kept()
    {
        Begin();
        await using (var first = new RunningRecorder(network, folder))
        {
            await first.UntilAcknowledgedAsync(5);
            Assert.Equal(0, await first.StopAsync());
        }
        network.Change(journal =>
        {
            journal.Say(dialog, Person.Bruno, "Nach dem Neustart");
            journal.Say(room, Person.Anna, "Auch hier");
        });

        await using var second = new RunningRecorder(TestNetwork.Settings(network.Address, folder.Path) with { OneTimePassword = null });
        await second.UntilAcknowledgedAsync(7);

        Assert.Equal(Enumerable.Range(1, 7).Select(seq => (long)seq), second.Lines.Select(line => line.Hansard!.Position.Seq));
        Assert.Equal(["Nach dem Neustart", "Auch hier"], second.Lines.TakeLast(2).Select(line => line["message"]?.Parse().GetString()));
        Assert.Equal("anna=", second.Lines[^2].Receiver);
        Assert.Equal(1, network.Registrations);
    }

    [Fact]
    public async Task Pages_are_taken_one_after_the_other_until_the_head()
    {
        network.PageSize = 7;
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            for (var n = 0; n < 99; n++) journal.Say(dialog, Person.Anna, $"Nummer {n}");
        });
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(100);

        Assert.Equal(Enumerable.Range(0, 99).Select(n => $"Nummer {n}"), recorder.Lines.Skip(1).Select(line => line["message"]?.Parse().GetString()));
        Assert.Equal(network.Acknowledged.Order(), network.Acknowledged);
    }

    [Theory]
    [InlineData(nameof(RequestRecorderFeed))]
    [InlineData(nameof(RequestAcknowledgeFeed))]
    [InlineData(nameof(Protocol.SessionKeys.RequestConfirmSessionKey))]
    [InlineData(nameof(Protocol.Bots.RequestBotAuthentication))]
    [InlineData(nameof(Protocol.Settings.RequestGetServerSettings))]
    public async Task A_connection_that_is_cut_anywhere_is_made_again_and_nothing_is_lost_or_doubled(string at)
    {
        Begin();
        var cuts = 0;
        network.Cut = type => type == at && cuts++ < 2;
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(5);

        Assert.Equal(Enumerable.Range(1, 5).Select(seq => (long)seq), recorder.Lines.Select(line => line.Hansard!.Position.Seq));
        Assert.Equal(3, network.Connections);
    }

    [Fact]
    public async Task A_record_whose_folder_goes_away_halts_loudly_and_goes_on_when_it_is_back()
    {
        Begin();
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(5);
        // It makes folders where there are none, until it has seen them once.
        Assert.True(SpinWait.SpinUntil(() => File.Exists(recorder.Settings.Record.AuditAnchorFile), Client.Tests.Patience.Longest));
        var elsewhere = recorder.Settings.Record.Folder + "-away";
        Directory.Move(recorder.Settings.Record.Folder, elsewhere);
        network.Change(journal => journal.Say(dialog, Person.Bruno, "Während der Störung"));

        await recorder.UntilAsync(now => now.Phase == RecorderPhase.DiskHalted);
        Assert.Contains("ALARM: recording is halted", recorder.Status, StringComparison.Ordinal);
        Assert.Equal(5, network.Acknowledged.Max());

        Directory.Move(elsewhere, recorder.Settings.Record.Folder);
        await recorder.UntilAcknowledgedAsync(6);
        Assert.Equal("Während der Störung", recorder.Lines[^1]["message"]?.Parse().GetString());
        Assert.Equal(6, recorder.Lines.Count);
    }

    [Fact]
    public async Task Names_of_the_directory_are_used_from_the_next_lines_on()
    {
        Begin();
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(5);
        PeopleDirectory.Import(new PosixDisk(), PeopleDirectory.FileIn(recorder.Settings.BotFolder), [new ListedPerson(Person.Anna.Id, "Anna Verdi", "")]);
        network.Change(journal =>
        {
            journal.Say(dialog, Person.Bruno, "Ciao Anna");
            journal.Say(dialog, Person.Anna, "Ciao");
        });
        await recorder.UntilAcknowledgedAsync(7);

        Assert.Equal(("anna=", "bruno="), (recorder.Lines[1].Sender, recorder.Lines[1].Receiver));
        Assert.Equal(("bruno=", "Anna Verdi"), (recorder.Lines[5].Sender, recorder.Lines[5].Receiver));
        Assert.Equal(("Anna Verdi", "anna="), (recorder.Lines[6].Sender, recorder.Lines[6].Hansard!.Sender));
    }

    [Fact]
    public async Task A_second_recorder_of_the_same_folder_does_not_start()
    {
        Begin();
        await using var first = new RunningRecorder(network, folder);
        await first.UntilAcknowledgedAsync(5);
        await using var second = new RunningRecorder(network, folder);
        Assert.Equal(1, await second.Ended);
        Assert.Contains("in use by another recorder", second.Status, StringComparison.Ordinal);
    }
}
