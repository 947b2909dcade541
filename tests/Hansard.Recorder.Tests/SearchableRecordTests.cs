using Hansard.Archive.Search;
using Hansard.Client.Tests;
using Hansard.Protocol.Journal;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

/// <summary>What a recorder writes is found while it runs, with the people that the journal's facts name.</summary>
public sealed class SearchableRecordTests : IAsyncLifetime
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

    [Fact]
    public async Task A_running_recorder_keeps_its_index_and_others_search_it()
    {
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            journal.Say(dialog, Person.Anna, "Ciao però 👍");
            journal.Create(room, Person.Bruno, [Person.Anna], "Piano");
            journal.Say(room, Person.Bruno, "Carla arriva");
            journal.Add(room, Person.Bruno, new MemberAdded(Person.Carla.Id, false, room.KeyUuid));
            journal.Say(room, Person.Carla, "Presente");
            journal.Add(room, Person.Bruno, new MemberKicked(Person.Carla.Id));
            journal.Say(room, Person.Anna, "Era presente");
        });
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(8);

        using var index = RecordIndex.Open(recorder.Settings.Record, RecordIndex.FolderOf(recorder.Settings.Record));
        Assert.True(SpinWait.SpinUntil(() => index.Lines == 8, Patience.Longest), recorder.Status);
        Assert.True(index.CatchUp(cancellation: TestContext.Current.CancellationToken).IsElsewhere);

        Assert.Equal([2], Seqs(index, new SelectionText { Words = "pero" }));
        Assert.Equal([1, 2], Seqs(index, new SelectionText { Participants = [Person.Bruno.Id.Value], Conversations = [dialog.Uuid.Value] }));
        Assert.Equal([5, 6, 7], Seqs(index, new SelectionText { Members = [Person.Carla.Id.Value] }));
        Assert.Equal([6, 8], Seqs(index, new SelectionText { Words = "presente" }));
        Assert.Equal([Person.Anna.Id.Value, Person.Bruno.Id.Value, Person.Carla.Id.Value], index.Members(room.Uuid.Value, 6).Select(one => one.UserId).Order(StringComparer.Ordinal));
        Assert.Equal([(Person.Anna.Id.Value, false), (Person.Bruno.Id.Value, true)], index.Members(room.Uuid.Value, 8).Select(one => (one.UserId, one.IsMaster)).Order());
        Assert.Equal([new TitleAt(3, "Piano")], index.Titles(room.Uuid.Value, 8));
    }

    private static long[] Seqs(RecordIndex index, SelectionText text) =>
        [.. index.Find(text.Read(out var fault) ?? throw new ArgumentException(fault)).Select(place => place.Seq)];
}
