using System.Text;
using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

/// <summary>A record whose files are where somebody wants them: written there, found from its folder alone, and never in two places.</summary>
public sealed class PlacedRecordTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TestNetwork network = new();
    private readonly Conversation dialog = new("d1a10000-0000-4000-8000-00000000000a");

    private RecorderSettings Settings => TestNetwork.Settings(network.Address, folder.Path);

    private RecorderSettings Placed => Settings with { MessagesFolder = Path.Combine(folder.Path, "lines"), FilePrefix = "acme", AttachmentsFolder = Path.Combine(folder.Path, "files"), Rotation = new(MaximumBytes: 1_000) };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await network.DisposeAsync();
        folder.Dispose();
    }

    private async Task RecordAsync(RecorderSettings settings, int messages)
    {
        network.Change(journal =>
        {
            if (journal.Head == 0) journal.Create(dialog, Person.Anna, [Person.Bruno]);
            for (var n = 0; n < messages; n++) journal.Say(dialog, Person.Anna, $"Ciao {n}");
        });
        await using var recorder = new RunningRecorder(settings);
        await recorder.UntilAcknowledgedAsync(network.Journal.Head);
    }

    private static async Task<string> RefusedAsync(RecorderSettings settings)
    {
        await using var recorder = new RunningRecorder(settings);
        Assert.Equal(1, await recorder.Ended);
        return recorder.Status;
    }

    private static VerifierKey KeyOf(RecordLayout record) => VerifierKey.TryParse(File.ReadAllText(record.VerifierKeyFile).Trim(), out var key) ? key! : throw new InvalidDataException();

    private static RecordLayout Noted(RecordLayout record) =>
        LayoutNote.TryOpen(File.ReadAllBytes(record.LayoutFile), KeyOf(record), out var note, out var fault) ? note!.In(record.Folder) : throw new InvalidDataException(fault);

    private static void IsSound(RecordLayout record, long last)
    {
        var verified = new RecordVerifier(record, KeyOf(record)).Run(TestContext.Current.CancellationToken);
        Assert.Empty(verified.Findings);
        Assert.Equal((true, last), (verified.IsSound, verified.LastSeq));
    }

    [Fact]
    public async Task Files_go_where_they_are_to_go_and_the_record_says_where()
    {
        await RecordAsync(Placed, 5);
        await RecordAsync(Placed, 5);
        Assert.Contains(Directory.GetFiles(Placed.MessagesFolder!), file => Path.GetFileName(file).StartsWith("acme_00000000000000000001-", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(Placed.Record.Folder, "messages")));
        var noted = Noted(new RecordLayout(Placed.Record.Folder));
        Assert.Equal(Placed.Record, noted);
        IsSound(noted, 11);
        Assert.True(LayoutNote.IsOwn(noted.Folder, noted.MessagesFolder, KeyOf(noted)));
    }

    [Fact]
    public async Task One_file_for_ever_stands_in_the_records_folder_and_is_logged_all_the_same()
    {
        var settings = Settings with { IsOneFile = true, Rotation = new(MaximumBytes: 500) };
        await RecordAsync(settings, 5);
        await RecordAsync(settings, 5);
        Assert.Equal(11, File.ReadLines(Path.Combine(settings.Record.Folder, "receivedMessages.log")).Count());
        Assert.Empty(Directory.GetFiles(settings.Record.Folder, "*.manifest"));
        IsSound(Noted(new RecordLayout(settings.Record.Folder)), 11);
    }

    [Fact]
    public async Task A_record_goes_on_where_it_was_begun_or_not_at_all()
    {
        await RecordAsync(Settings, 2);
        Assert.False(File.Exists(Settings.Record.LayoutFile));
        foreach (var other in new[] { Placed, Settings with { IsOneFile = true }, Settings with { FilePrefix = "acme" }, Settings with { AttachmentsFolder = Path.Combine(folder.Path, "files") } })
            Assert.Contains("was begun with its messages in messages as receivedMessages.log", await RefusedAsync(other), StringComparison.Ordinal);
        Assert.False(File.Exists(Settings.Record.LayoutFile));
        await RecordAsync(Settings, 2);
        IsSound(Settings.Record, 5);
    }

    [Fact]
    public async Task What_was_begun_elsewhere_does_not_go_on_in_the_usual_places()
    {
        await RecordAsync(Placed, 2);
        Assert.Contains($"was begun with its messages in {Placed.MessagesFolder} as acme.log", await RefusedAsync(Settings), StringComparison.Ordinal);
        await RecordAsync(Placed, 2);
        IsSound(Placed.Record, 5);
    }

    [Fact]
    public async Task A_folder_of_another_record_or_of_others_is_not_written_to()
    {
        Directory.CreateDirectory(Placed.MessagesFolder!);
        await File.WriteAllTextAsync(Path.Combine(Placed.MessagesFolder!, "letter.txt"), "Liebe Anna", TestContext.Current.CancellationToken);
        Assert.Contains("holds files of others", await RefusedAsync(Placed), StringComparison.Ordinal);
        File.Delete(Path.Combine(Placed.MessagesFolder!, "letter.txt"));
        await RecordAsync(Placed, 2);
        await File.WriteAllTextAsync(Path.Combine(Placed.MessagesFolder!, LayoutNote.OwnerFile), "hansard/default/another+00000000+AAAA\n", TestContext.Current.CancellationToken);
        Assert.Contains("belongs to another record", await RefusedAsync(Placed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changes_what_a_record_says_of_its_places_is_found_by_who_verifies_and_by_the_recorder()
    {
        await RecordAsync(Placed, 2);
        var record = Placed.Record;
        var note = File.ReadAllText(record.LayoutFile);
        await File.WriteAllTextAsync(record.LayoutFile, note.Replace("/files", "/other", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var found = new RecordVerifier(record, KeyOf(record)).Run(TestContext.Current.CancellationToken);
        Assert.Equal(("log/layout", "it is not signed by hansard/default/compliance"), (found.Findings[0].File, found.Findings[0].Reason));
        Assert.Contains("ALARM: ", await RefusedAsync(Placed), StringComparison.Ordinal);

        await File.WriteAllTextAsync(record.LayoutFile, note, TestContext.Current.CancellationToken);
        Assert.Equal("log/layout", Assert.Single(new RecordVerifier(record with { Prefix = "receivedMessages" }, KeyOf(record)).Run(TestContext.Current.CancellationToken).Findings, one => one.File == "log/layout").File);
    }

    [Theory]
    [InlineData("log", null, "acme", false)]
    [InlineData(null, "audit/files", "acme", false)]
    [InlineData("same", "same", "acme", false)]
    [InlineData("same/lines", "same", "acme", false)]
    [InlineData(null, null, "../acme", false)]
    [InlineData(null, null, "", false)]
    [InlineData("lines\nprefix x", null, "acme", false)]
    [InlineData("lines", "files", "acme-2026", true)]
    public void Places_that_a_record_needs_for_something_else_are_refused(string? messages, string? attachments, string prefix, bool isTaken)
    {
        var within = Settings.Record.Folder;
        var settings = Settings with { MessagesFolder = messages is null ? null : Path.Combine(within, messages), AttachmentsFolder = attachments is null ? null : Path.Combine(within, attachments), FilePrefix = prefix };
        Assert.Equal(isTaken, settings.LayoutFault is null);
    }

    [Fact]
    public void A_folder_outside_that_does_not_name_the_records_key_is_not_the_records()
    {
        var key = VerifierKey.OfLog("hansard/default/bot", new byte[32]);
        var outside = Directory.CreateDirectory(Path.Combine(folder.Path, "outside")).FullName;
        Assert.False(LayoutNote.IsOwn(Path.Combine(folder.Path, "record"), outside, key));
        File.WriteAllBytes(Path.Combine(outside, LayoutNote.OwnerFile), LayoutNote.OwnerLine(VerifierKey.OfLog("hansard/default/other", new byte[32])));
        Assert.False(LayoutNote.IsOwn(Path.Combine(folder.Path, "record"), outside, key));
        File.WriteAllBytes(Path.Combine(outside, LayoutNote.OwnerFile), Encoding.UTF8.GetBytes($"{key}\n"));
        Assert.True(LayoutNote.IsOwn(Path.Combine(folder.Path, "record"), outside, key));
    }
}
