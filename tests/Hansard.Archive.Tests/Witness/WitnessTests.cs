using Hansard.Archive.Tests.Log;
using Hansard.Archive.Witness;
using Hansard.Record.Merkle;
using Hansard.Record.Verify;
using Hansard.Shared;
using Xunit;

namespace Hansard.Archive.Tests.Witness;

public sealed class WitnessTests : IDisposable
{
    private readonly RecordFolder folder = new();
    private readonly StandInWitness witness = new();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        witness.Dispose();
        folder.Dispose();
    }

    private void Append(int first, int count)
    {
        using var log = folder.Open();
        log.Append([.. Lines.Facts(first, count)]);
    }

    private Task<WitnessAnswer> Ask(RecordFolder? of = null) => WitnessedCheckpoint.AskAsync(
        (of ?? folder).Layout, TestKey.Signer.Key, witness.Key, new WitnessClient(http, witness.Prefix, witness.Key), TestContext.Current.CancellationToken);

    private Verification Verify(VerifierKey? by = null) => new RecordVerifier(folder.Layout, TestKey.Signer.Key) { Witness = by ?? witness.Key }.Run();

    [Fact]
    public async Task A_witness_signs_each_checkpoint_that_continues_the_last_and_the_record_shows_it()
    {
        witness.Knows(TestKey.Signer.Key);
        foreach (var (first, count) in new[] { (1, 1), (2, 6), (8, 300) })
        {
            Append(first, count);
            Assert.NotNull((await Ask()).Signature);
            Assert.True(SignedNote.TryParse(File.ReadAllBytes(folder.Layout.WitnessedFile), out var note));
            Assert.NotNull(Cosignature.TimeOf(note!, witness.Key));
            Assert.Equal((true, first + count - 1), (Verify().IsSound, Verify().WitnessedSize));
        }
        Assert.NotNull((await Ask()).Signature);
        Assert.Equal(["old 0 -> 200", "old 1 -> 200", "old 7 -> 200", "old 307 -> 200"], witness.Requests);
    }

    [Fact]
    public async Task Who_forgot_what_the_witness_has_signed_is_told()
    {
        witness.Knows(TestKey.Signer.Key);
        Append(1, 5);
        await Ask();
        File.Delete(folder.Layout.WitnessedFile);
        Append(6, 5);
        Assert.NotNull((await Ask()).Signature);
        Assert.Equal(["old 0 -> 200", "old 0 -> 409", "old 5 -> 200"], witness.Requests);
    }

    [Fact]
    public async Task A_log_that_was_set_back_or_exchanged_gets_no_signature_more()
    {
        witness.Knows(TestKey.Signer.Key);
        Append(1, 5);
        await Ask();
        foreach (var count in new[] { 4, 5, 6 })
        {
            using var other = new RecordFolder();
            using (var log = other.Open()) log.Append([.. Lines.Facts(101, count)]);
            var answer = await Ask(other);
            Assert.Equal((null, true), (answer.Signature, answer.Contradicts));
            Assert.False(File.Exists(other.Layout.WitnessedFile));
        }
    }

    [Fact]
    public async Task A_witness_that_does_not_know_the_log_or_its_key_says_so()
    {
        Append(1, 5);
        Assert.Contains("does not know", (await Ask()).Fault, StringComparison.Ordinal);
        witness.Knows(VerifierKey.OfLog(TestKey.Signer.Key.Name, Ed25519.PublicKey(Ed25519.NewSeed())));
        Assert.Contains("another key", (await Ask()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_of_another_than_the_witness_is_none()
    {
        witness.Knows(TestKey.Signer.Key);
        Append(1, 5);
        var other = new VerifierKey(witness.Key.Name, VerifierKey.Cosigns, Convert.ToHexStringLower(Ed25519.PublicKey(Ed25519.NewSeed())));
        var answer = await new WitnessClient(http, witness.Prefix, other).AskAsync(Note(), new StoredLog(folder.Layout, Published()).Tree(), 0, TestContext.Current.CancellationToken);
        Assert.Contains("no signature", answer.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_without_the_witness_that_is_asked_for_or_behind_it_is_not_sound()
    {
        witness.Knows(TestKey.Signer.Key);
        Append(1, 5);
        Assert.Equal("log/witnessed", Assert.Single(Verify().Findings).File);
        await Ask();
        Assert.True(Verify().IsSound);
        Assert.False(Verify(new VerifierKey("witness.example/w3", VerifierKey.Cosigns, witness.Key.PublicKeyHex)).IsSound);

        // An older state of the whole log, with its own signed checkpoint, beside what the witness has seen.
        var seen = File.ReadAllBytes(folder.Layout.WitnessedFile);
        Directory.Delete(folder.Layout.Folder, recursive: true);
        Append(1, 4);
        File.WriteAllBytes(folder.Layout.WitnessedFile, seen);
        Assert.Equal("log/witnessed", Assert.Single(Verify().Findings).File);
    }

    private SignedNote Note() => SignedNote.TryParse(File.ReadAllBytes(folder.Layout.CheckpointFile), out var note) ? note! : throw new InvalidDataException();

    private Checkpoint Published() => Checkpoint.TryParse(Note().Text, out var checkpoint) ? checkpoint! : throw new InvalidDataException();
}
