using System.Text;
using Hansard.Record.Format;
using Hansard.Recorder.Reading;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests.Reading;

public sealed class ReadingTests : IAsyncLifetime
{
    private const string Location = """{"content":{"latitude":41.9,"longitude":12.5},"messageType":"LOCATION"}""";

    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly Conversation room = new("d1a10000-0000-4000-8000-000000000005");

    public async ValueTask InitializeAsync()
    {
        network.Change(journal =>
        {
            journal.Create(room, Person.Anna, [Person.Bruno], "Piano");
            journal.Say(room, Person.Anna, TestJournal.ContentJsonOf("Ciao"), "M-one");
            journal.Say(room, Person.Bruno, Encoding.UTF8.GetBytes(Location), "m-two");
            journal.Say(room, Person.Bruno, "?"u8.ToArray(), "m-three");
            journal.Add(room, Person.Anna, new Protocol.Journal.MessageDeleted(new("m-two")));
        });
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(5);
    }

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    private IEnumerable<RecordLine> Lines => RecordReader.Lines(TestNetwork.Settings(network.Address, folder.Path).Record);

    [Fact]
    public void What_was_said_is_read_back_to_compare()
    {
        var messages = RecordedMessage.In(Lines).ToArray();
        Assert.Equal(["M-one", "m-two", "m-three"], messages.Select(message => message.MessageUuid));
        Assert.Equal(["anna=", "bruno=", "bruno="], messages.Select(message => message.Sender));
        Assert.Equal(["""{"content":{"text":"Ciao"},"messageType":"TEXT"}""", Location, null], messages.Select(message => message.Content?.ToString()));
        Assert.All(messages, message => Assert.Equal((room.Uuid.Value, LineStatus.Captured), (message.Conversation, message.Status)));
    }

    [Fact]
    public void A_table_says_what_each_line_is()
    {
        var rows = Lines.Select(LineSummary.Of).ToArray();
        Assert.Equal(["conversationCreated", "TEXT", "LOCATION", "messageAdded", "messageDeleted"], rows.Select(row => row.What));
        Assert.Equal(["Piano", "Ciao", "", "", ""], rows.Select(row => row.Words));
        Assert.Equal([1, 2, 3, 4, 5], rows.Select(row => row.Seq));
    }
}
