using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly AuditedRecord record = new();

    public void Dispose() => record.Dispose();

    [Fact]
    public void A_record_without_an_audit_log_is_sound_and_says_so()
    {
        var found = record.Verify();
        Assert.True(found.IsSound);
        Assert.Null(found.Audit);
    }

    [Fact]
    public void Each_entry_says_who_did_what_and_is_verified_with_the_record()
    {
        record.Anchoring.Renew();
        record.Log.Note(AuditedRecord.Search("merger"));
        record.Log.Note(AuditedRecord.Search("\u001b[31mred"), new AuditEntry(AuditKinds.Export, "otto@desk", []));
        record.Anchoring.Renew();
        var found = record.Verify();
        Assert.Empty(found.Findings);
        Assert.Equal((4, 1, 4), (found.Audit!.Size, found.Audit.FirstSeq, found.Audit.LastSeq));
        Assert.Equal(
            [
                ("bot", """{"body":{},"kind":"begun"}"""), ("olga@desk", """{"body":{"words":"merger"},"kind":"search"}"""),
                ("olga@desk", """{"body":{"words":"\u001B[31mred"},"kind":"search"}"""), ("otto@desk", """{"body":{},"kind":"export"}"""),
            ],
            RecordReader.Lines(record.Audit).Select(line => (line.Sender, line.Hansard!["fact"]!.Value.ToString()!)), ignoringEscapes);
    }

    [Fact]
    public void The_kinds_of_entries_never_change() =>
        Assert.Equal(("begun", "search", "export", "prove", "audit"), (AuditKinds.Begun, AuditKinds.Search, AuditKinds.Export, AuditKinds.Prove, AuditKinds.Audit));

    [Fact]
    public async Task Entries_that_come_at_once_all_stand_there_once()
    {
        record.Anchoring.Renew();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Factory.StartNew(
            () => record.Log.Note(AuditedRecord.Search($"word {n}")), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        record.Anchoring.Renew();
        Assert.Empty(record.Verify().Findings);
        var words = RecordReader.Lines(record.Audit).Skip(1).Select(line => line.Hansard!["fact"]!.Value.Parse().GetProperty("body").GetProperty("words").GetString());
        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"word {n}").Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_key_is_made_once_and_only_its_account_may_read_it()
    {
        record.Anchoring.Renew();
        var made = record.AuditSigner.Key;
        record.Anchoring.Renew();
        Assert.Equal(made, record.AuditSigner.Key);
        Assert.Equal("hansard/default/bot/audit", made.Name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(record.KeyFile));
    }

    [Fact]
    public void A_file_that_is_no_key_is_refused()
    {
        record.Anchoring.Renew();
        File.WriteAllText(record.KeyFile, "not a seed");
        Assert.Throws<RecordDamagedException>(() => record.Anchoring.Renew());
        Assert.Throws<RecordDamagedException>(() => record.AuditSigner);
    }

    private static readonly IEqualityComparer<(string, string)> ignoringEscapes = EqualityComparer<(string, string)>.Create(
        (one, other) => one.Item1 == other.Item1 && string.Equals(one.Item2, other.Item2, StringComparison.OrdinalIgnoreCase));
}
