using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Xunit;

namespace Hansard.Archive.Tests.Audit;

/// <summary>Whatever is done to the audit log, by whoever has not the record's own key, is found.</summary>
public sealed class AuditTamperTests : IDisposable
{
    private readonly AuditedRecord record = new();

    public AuditTamperTests()
    {
        record.Anchoring.Renew();
        record.Log.Note(AuditedRecord.Search("merger"));
        record.Log.Note(AuditedRecord.Search("bonus"));
        record.Anchoring.Renew();
        Assert.True(record.Verify().IsSound);
    }

    public void Dispose() => record.Dispose();

    [Fact]
    public void A_changed_entry_is_found_and_named()
    {
        File.WriteAllText(record.Audit.CurrentFile, File.ReadAllText(record.Audit.CurrentFile).Replace("merger", "dinner", StringComparison.Ordinal));
        Assert.Equal("FAIL audit/messages/receivedMessages.log:2 seq 2: the line is not the one that was logged here", Assert.Single(record.Verify().Findings).ToString());
    }

    [Fact]
    public void A_missing_audit_log_is_found()
    {
        Directory.Delete(record.Audit.Folder, recursive: true);
        Assert.Equal("FAIL audit/log/vkey:1 seq 0: the file is missing", record.Verify().Findings[0].ToString());
    }

    [Fact]
    public void A_missing_anchor_is_found()
    {
        File.Delete(record.Layout.AuditAnchorFile);
        Assert.Equal("FAIL log/audit:1 seq 0: the file is missing, and without it nothing vouches for the audit log", Assert.Single(record.Verify().Findings).ToString());
    }

    [Fact]
    public void An_audit_log_that_was_begun_anew_with_its_own_key_is_found_and_never_signed()
    {
        Directory.Delete(record.Audit.Folder, recursive: true);
        record.Log.Note(AuditedRecord.Search("dinner"));
        Assert.Contains("the audit log was set back", Assert.Single(record.Verify().Findings).Reason);
        Assert.Throws<RecordDamagedException>(() => record.Anchoring.Renew());
        for (var n = 0; n < 4; n++) record.Log.Note(AuditedRecord.Search("weather"));
        Assert.Equal("the recorder has seen another audit log", Assert.Single(record.Verify().Findings).Reason);
        Assert.Throws<RecordDamagedException>(() => record.Anchoring.Renew());
    }

    [Fact]
    public void An_audit_log_that_is_gone_is_not_begun_anew()
    {
        Directory.Delete(record.Audit.Folder, recursive: true);
        Assert.Throws<RecordDamagedException>(() => record.Anchoring.Renew());
        Assert.False(File.Exists(record.Audit.CheckpointFile));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_audit_log_or_anchor_that_goes_while_it_is_kept_is_missed_and_not_begun_anew(bool anchor)
    {
        var anchoring = record.Anchoring;
        anchoring.Renew();
        anchoring.Renew();
        var gone = anchor ? record.Layout.LogFolder : record.Audit.Folder;
        Directory.Move(gone, gone + "-away");
        Assert.Throws<RecordDamagedException>(anchoring.Renew);
        Assert.False(Directory.Exists(gone));
        Directory.Move(gone + "-away", gone);
        anchoring.Renew();
    }

    [Fact]
    public void Of_an_audit_log_that_is_as_it_was_nothing_is_read_but_its_checkpoint()
    {
        var anchoring = record.Anchoring;
        anchoring.Renew();
        // What verifying would need is away, and nobody misses it until the audit log grows.
        File.Move(record.KeyFile, record.KeyFile + "-away");
        anchoring.Renew();
        File.Move(record.KeyFile + "-away", record.KeyFile);
        var before = File.ReadAllBytes(record.Layout.AuditAnchorFile);
        record.Log.Note(AuditedRecord.Search("late"));
        anchoring.Renew();
        Assert.NotEqual(before, File.ReadAllBytes(record.Layout.AuditAnchorFile));
    }

    [Fact]
    public void An_anchor_that_the_record_did_not_sign_is_found()
    {
        AuditAnchor forged = new(record.AuditSigner.Key, 1, Hash256.Of("anything"u8));
        File.WriteAllBytes(record.Layout.AuditAnchorFile, record.AuditSigner.Note(forged.Text).ToUtf8());
        Assert.Equal("it is not signed by hansard/default/bot", Assert.Single(record.Verify().Findings).Reason);
        Assert.Throws<RecordDamagedException>(() => record.Anchoring.Renew());
    }

    [Fact]
    public void A_key_that_was_exchanged_is_not_anchored()
    {
        File.Delete(record.KeyFile);
        Assert.Throws<RecordDamagedException>(() => record.Anchoring.Renew());
    }

    [Fact]
    public void Every_flipped_bit_of_the_anchor_is_found()
    {
        var bytes = File.ReadAllBytes(record.Layout.AuditAnchorFile);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(AuditAnchor.TryOpen(bytes, TestKey.Signer.Key, out _, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.True(AuditAnchor.TryOpen(bytes, TestKey.Signer.Key, out _, out _));
    }

    [Fact]
    public void Entries_that_nobody_has_anchored_yet_are_sound()
    {
        record.Log.Note(AuditedRecord.Search("late"));
        Assert.True(record.Verify().IsSound);
        Assert.Equal(4, record.Verify().Audit!.Size);
    }

    [Theory]
    [InlineData("hansard-audit/1\nKEY\n0\nROOT\n")]
    [InlineData("hansard-audit/1\nKEY\n01\nROOT\n")]
    [InlineData("hansard-audit/1\nKEY\n1\nROOT\n\n")]
    [InlineData("hansard-audit/2\nKEY\n1\nROOT\n")]
    [InlineData("hansard-audit/1\nhansard/default/bot+00000000+AAAA\n1\nROOT\n")]
    public void A_signed_text_that_is_no_anchor_is_none(string form)
    {
        var text = form.Replace("KEY", record.AuditSigner.Key.ToString(), StringComparison.Ordinal).Replace("ROOT", Hash256.Of("x"u8).ToBase64(), StringComparison.Ordinal);
        Assert.False(AuditAnchor.TryOpen(TestKey.Signer.Note(text).ToUtf8(), TestKey.Signer.Key, out _, out var fault));
        Assert.Equal("its text names no audit log", fault);
    }
}
