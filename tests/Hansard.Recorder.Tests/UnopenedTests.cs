using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

/// <summary>What cannot be opened becomes a line that says so and who made the key: never silence, never a stop.</summary>
public sealed class UnopenedTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly Conversation room = new("d1a10000-0000-4000-8000-000000000002");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    private static void Garbage(Wrapping wrapping) => wrapping.KeyEncryptedBase64 = Convert.ToBase64String(new byte[512]);

    private static void Foreign(Wrapping wrapping) =>
        wrapping.KeyEncryptedBase64 = Client.Encryption.SessionKey.Generate().WrapFor(Person.Carla.Pair.Public);

    private static void Unsigned(Wrapping wrapping) => wrapping.SignatureBase64 = Convert.ToBase64String(new byte[512]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_that_does_not_open_is_rejected_and_its_messages_name_the_signer(bool garbage)
    {
        network.Change(journal =>
        {
            journal.Create(room, Person.Anna, [Person.Bruno], "Titel");
            journal.NewKey(room, Person.Bruno, garbage ? Garbage : Foreign);
            journal.Say(room, Person.Anna, "Verschlossen");
            journal.NewKey(room, Person.Anna);
            journal.Say(room, Person.Anna, "Wieder offen");
        });
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(5);

        Assert.Equal([null, "The session key does not open for the recorder.", null], network.Verdicts.Select(verdict => verdict.Rejected));
        var closed = recorder.Lines[2].Hansard!;
        Assert.Equal((LineStatus.Undecryptable, 10000), (closed.Status, recorder.Lines[2].MessageType));
        Assert.Equal("\"bruno=\"", closed["keySigner"]?.ToString());
        Assert.Equal("\"The session key does not open for the recorder.\"", closed["reason"]?.ToString());
        Assert.Equal("Wieder offen", recorder.Lines[4]["message"]?.Parse().GetString());
        Assert.Equal(1, recorder.Now.Undecryptable);
        Assert.Contains("ALARM: Fact 3 is recorded without text.", recorder.Status, StringComparison.Ordinal);
        Assert.Contains("ALARM: The session key", recorder.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ciphertext_stays_in_the_line_so_that_it_can_be_completed()
    {
        network.Change(journal =>
        {
            journal.Create(room, Person.Anna, [Person.Bruno], "Titel", Garbage);
            journal.Say(room, Person.Anna, "Verschlossen");
        });
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(2);

        var kept = recorder.Lines[1].Hansard!["sealed"]!.Value.Parse();
        var fact = recorder.Lines[1].Hansard!["fact"]!.Value.Parse().GetProperty("body");
        Assert.Equal(
            fact.GetProperty("bodySha256").GetString(),
            BodyHash.Of(kept.GetProperty("ivBase64").GetString()!, kept.GetProperty("bodyEncryptedBase64").GetString()!));
        // Its title did not open either; the fact keeps the envelope.
        Assert.Equal(LineStatus.Undecryptable, recorder.Lines[0].Hansard!.Status);
        Assert.Equal("", recorder.Lines[0]["control"]?.Parse().GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_key_whose_signature_does_not_hold_is_rejected_and_what_opens_is_recorded_all_the_same()
    {
        network.Change(journal =>
        {
            journal.Create(room, Person.Anna, [Person.Bruno], "Titel");
            journal.NewKey(room, Person.Bruno, Unsigned);
            journal.Say(room, Person.Anna, "Unter falscher Unterschrift");
        });
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(3);

        Assert.Equal("The signature of the session key does not hold.", network.Verdicts[1].Rejected);
        Assert.Equal("Unter falscher Unterschrift", recorder.Lines[2]["message"]?.Parse().GetString());
        Assert.Equal("\"The signature of the session key does not hold.\"", recorder.Lines[2].Hansard!["warning"]?.ToString());
        Assert.Equal("\"bruno=\"", recorder.Lines[2].Hansard!["keySigner"]?.ToString());
    }

    [Fact]
    public async Task A_body_that_was_erased_or_moved_is_said_to_be()
    {
        var elsewhere = new Conversation("d1a10000-0000-4000-8000-000000000003");
        network.Change(journal =>
        {
            journal.Create(room, Person.Anna, [Person.Bruno], "Titel");
            journal.Say(room, Person.Anna, TestJournal.ContentJsonOf("Gelöscht"), "m1", erased: true);
            journal.Create(elsewhere, Person.Anna, [Person.Bruno], "Anderswo");
            // Written under the key of another conversation than the one it is in.
            (var own, elsewhere.Key) = (elsewhere.Key, room.Key);
            journal.Say(elsewhere, Person.Anna, "Verschoben");
            elsewhere.Key = own;
            elsewhere.KeyUuid = new Protocol.SessionKeyUuid("unheard-of");
            journal.Say(elsewhere, Person.Anna, "Unter unbekanntem Schlüssel");
        });
        await using var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(5);

        Assert.Equal(
            ["The ciphertext was erased before it reached this recorder.", "The body does not open under its session key.", "The session key unheard-of was never wrapped for this recorder."],
            recorder.Lines.Where(line => line.Hansard!.Status == LineStatus.Undecryptable).Select(line => line.Hansard!["reason"]?.Parse().GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_that_comes_later_completes_what_was_said_under_it(bool acrossARestart)
    {
        network.Change(journal =>
        {
            journal.Create(room, Person.Anna, [Person.Bruno], "Titel");
            journal.NewKey(room, Person.Bruno, wrapping => wrapping.IsLate = true);
            journal.Say(room, Person.Anna, "Eins");
            journal.Say(room, Person.Bruno, "Zwei");
        });
        var recorder = new RunningRecorder(network, folder);
        await recorder.UntilAcknowledgedAsync(4);
        if (acrossARestart)
        {
            await recorder.DisposeAsync();
            recorder = new RunningRecorder(network, folder);
        }
        network.Change(journal =>
        {
            journal.Say(room, Person.Anna, "Drei");
            journal.BringLateKeys();
        });
        await recorder.UntilAsync(now => now.Completed >= 2);
        await recorder.UntilAcknowledgedAsync(5);
        await recorder.DisposeAsync();

        var lines = recorder.Lines;
        Assert.Equal([(1, 0), (2, 0), (3, 0), (4, 0), (3, 1), (4, 1), (5, 0)], lines.Select(line => ((int)line.Hansard!.Position.Seq, line.Hansard.Position.Revision)));
        Assert.Equal([LineStatus.Undecryptable, LineStatus.Captured], lines.Where(line => line.MessageId == lines[2].MessageId).Select(line => line.Hansard!.Status));
        Assert.Equal(["Eins", "Zwei", "Drei"], lines.Skip(4).Select(line => line["message"]?.Parse().GetString()));

        await using var again = new RunningRecorder(network, folder);
        await again.UntilAsync(now => now.Phase == RecorderPhase.Following);
        Assert.Equal(7, again.Lines.Count);
    }
}
