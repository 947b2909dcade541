using Hansard.Record.Merkle;
using Hansard.Record.Verify;

namespace Hansard.Archive.Witness;

/// <summary>Has one checkpoint of a log signed by all its witnesses, when it is a new one and the last was asked for long enough ago.</summary>
internal sealed class WitnessRound(WitnessedLog log, IReadOnlyList<WitnessTarget> witnesses, HttpClient http, TimeProvider time)
{
    private readonly Dictionary<WitnessTarget, string> faults = [];
    private readonly HashSet<WitnessTarget> contradicted = [];
    private DateTimeOffset? asked;
    private byte[]? signed;

    /// <summary>Why witnesses have not signed when they were last asked, a sentence each; none where all have.</summary>
    public IReadOnlyCollection<string> Faults => faults.Values;

    /// <returns>Whether anybody was asked.</returns>
    public async Task<bool> RunAsync(Action<string> alarm, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        // A clock that has gone back is no reason to wait.
        if (asked is { } last && last <= now && now - last < WitnessKeeper.Between) return false;
        try
        {
            if (!File.Exists(log.Layout.CheckpointFile) || log.Key() is not { } key) return false;
            var bytes = await File.ReadAllBytesAsync(log.Layout.CheckpointFile, cancellation);
            if (signed is not null && bytes.AsSpan().SequenceEqual(signed)) return false;
            if (!Checkpoint.TryOpen(bytes, key, out var checkpoint, out var fault) || !SignedNote.TryParse(bytes, out var note)) throw new InvalidDataException(fault);
            asked = now;
            var signatures = new List<NoteSignature>();
            foreach (var witness in witnesses)
            {
                if (await AskAsync(witness, note!, new StoredLog(log.Layout, checkpoint!), alarm, cancellation) is { } signature) signatures.Add(signature);
            }
            if (signatures.Count > 0) WitnessedCheckpoint.Keep(log.Layout, note!, signatures, [.. witnesses.Select(witness => witness.Key)]);
            signed = signatures.Count == witnesses.Count ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            asked = now;
            foreach (var witness in witnesses) faults[witness] = $"The checkpoint of {log.Name} cannot be witnessed: {e.Message}";
        }
        return true;
    }

    private async Task<NoteSignature?> AskAsync(WitnessTarget witness, SignedNote note, StoredLog stored, Action<string> alarm, CancellationToken cancellation)
    {
        try
        {
            var answer = await new WitnessClient(http, witness.Address, witness.Key).AskAsync(note, stored.Tree(), WitnessedCheckpoint.Seen(log.Layout, witness.Key), cancellation);
            if (answer.Signature is { } signature)
            {
                faults.Remove(witness);
                return signature;
            }
            faults[witness] = $"{witness.Key.Name} does not sign {log.Name}: {answer.Fault}";
            if (answer.Contradicts && contradicted.Add(witness)) alarm($"{faults[witness]} Keep both states of the record: somebody must look.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TileException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            faults[witness] = $"{witness.Key.Name} cannot be asked to sign {log.Name}: {(e is OperationCanceledException ? "it does not answer" : e.Message)}";
        }
        return null;
    }
}
