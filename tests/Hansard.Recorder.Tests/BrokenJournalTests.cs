using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

/// <summary>A journal that does not hold halts the recorder loudly, and nothing of it is recorded or acknowledged.</summary>
public sealed class BrokenJournalTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly Conversation dialog = new("d1a10000-0000-4000-8000-000000000001");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    private static RawJson Altered(RawJson fact) => new(System.Text.Encoding.UTF8.GetBytes(fact.ToString().Replace("device-of-", "device-or-", StringComparison.Ordinal)));

    public static TheoryData<string, Func<ResponseRecorderFeed, ResponseRecorderFeed>> Lies() => new()
    {
        { "journal is another", page => page with { Facts = [.. page.Facts.SkipLast(1), Altered(page.Facts[^1])] } },
        { "comes after", page => page with { Facts = [.. page.Facts.Skip(1)] } },
        { "comes after", page => page with { Facts = [page.Facts[0], .. page.Facts] } },
        { "is no fact", page => page with { Facts = [new RawJson("{}"u8.ToArray())] } },
        { "gives none of them", page => page with { Facts = [] } },
        { "journal ends at 1", page => page with { Head = 1 } },
        { "journal is another", page => page with { HeadHash = JournalChain.Start } },
        { "is not signed", page => page with { HeadSignatureBase64 = Convert.ToBase64String(new byte[64]) } },
        { "is not the one that the journal was made with", page => page with { Bodies = [page.Bodies[0] with { IvBase64 = "AAAAAAAAAAAAAAAA" }] } },
        { "is not the one that the journal was made with", page => page with { Bodies = [page.Bodies[0] with { Seq = 1 }] } },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_page_that_does_not_hold_is_not_recorded(string reason, Func<ResponseRecorderFeed, ResponseRecorderFeed> lie)
    {
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            journal.Say(dialog, Person.Anna, "Ciao");
        });
        network.Tamper = lie;
        await using (var recorder = new RunningRecorder(network, folder))
        {
            Assert.Equal(1, await recorder.Ended);
            Assert.Contains("ALARM: ", recorder.Status, StringComparison.Ordinal);
            Assert.Contains(reason, recorder.Status, StringComparison.Ordinal);
            Assert.Contains("nothing more is acknowledged", recorder.Status, StringComparison.Ordinal);
            Assert.Empty(recorder.Lines);
            Assert.Empty(network.Acknowledged);
        }

        network.Tamper = null;
        await using var mended = new RunningRecorder(network, folder);
        await mended.UntilAcknowledgedAsync(2);
    }

    [Fact]
    public async Task A_server_that_lost_what_is_recorded_is_an_alarm()
    {
        network.Change(journal =>
        {
            journal.Create(dialog, Person.Anna, [Person.Bruno]);
            journal.Say(dialog, Person.Anna, "Ciao");
        });
        await using (var recorder = new RunningRecorder(network, folder)) await recorder.UntilAcknowledgedAsync(2);

        network.Tamper = page => page with { Facts = [], Bodies = [], SessionKeys = [], Head = 1 };
        await using var again = new RunningRecorder(network, folder);
        Assert.Equal(1, await again.Ended);
        Assert.Contains("the server has lost facts", again.Status, StringComparison.Ordinal);
        Assert.Equal(2, again.Lines.Count);
    }

    [Fact]
    public async Task A_server_with_another_past_is_an_alarm_although_there_is_no_news()
    {
        network.Change(journal => journal.Create(dialog, Person.Anna, [Person.Bruno]));
        await using (var recorder = new RunningRecorder(network, folder)) await recorder.UntilAcknowledgedAsync(1);

        var otherPast = new string('a', 64);
        network.Tamper = page => page with { HeadHash = otherPast, HeadSignatureBase64 = network.Journal.Sign(1, otherPast) };
        await using var again = new RunningRecorder(network, folder);
        Assert.Equal(1, await again.Ended);
        Assert.Contains("journal is another", again.Status, StringComparison.Ordinal);
    }
}
