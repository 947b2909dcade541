using Hansard.Archive.Audit;
using Hansard.Archive.Log;
using Hansard.Record.Format;
using Hansard.Record.Merkle;
using Hansard.Record.Retention;

namespace Hansard.Archive.Retention;

/// <summary>What one look at a record came to.</summary>
/// <param name="Lines">That were removed.</param>
/// <param name="Orders">By which they were.</param>
/// <param name="Fault">Why nothing more was, for people: somebody must look. Null where all that is due is gone.</param>
public sealed record RoundResult(long Lines, int Orders, string? Fault);

/// <summary>
/// Does what was decided: finds lines that are due, orders their removal in the audit log, and only then has them removed. One look after the other; remembers
/// what it has read between them. Not safe for several threads.
/// </summary>
/// <param name="key">The record's.</param>
/// <param name="auditKeyFile">Where the audit log's key is, once there is one.</param>
/// <param name="by">Who orders.</param>
public sealed class RetentionRound(RecordLayout record, IRecordDisk disk, VerifierKey key, LineRemover remover, string auditKeyFile, string by, TimeProvider time)
{
    /// <summary>So often in one look it is decided again because something took effect meanwhile; then the next look does it.</summary>
    private const int MostDecisions = 10;

    /// <summary>Ordered and removed together: looking whether other lines name the same attachments costs one reading of the record for all of them.</summary>
    private const int MostOrders = 64;

    /// <summary>The same, in lines, whose places are in memory.</summary>
    private const int MostLines = 4_000_000;

    private readonly RecordSurvey survey = new(record);
    private readonly DecidedNow decided = new(record, key, time);

    /// <summary>Called when it is decided what is due and nothing is ordered yet: for tests, which then decide something else.</summary>
    internal Action? BeforeOrder { get; init; }

    /// <exception cref="IOException">The disk refuses, a file is not what was written, or another process does not let go of the audit log; the same call may be repeated.</exception>
    /// <exception cref="InvalidDataException">A file holds what is no line.</exception>
    public RoundResult Run(CancellationToken cancellation = default)
    {
        RoundResult result = new(0, 0, null);
        if (AuditKey.Find(disk, auditKeyFile, key) is not { } auditSigner) return result;
        AuditLog log = new(record, disk, auditSigner, time);
        for (var decision = 0; decision < MostDecisions; decision++)
        {
            if (decided.Read(log, out var fault, cancellation) is not { } state) return result;
            if (fault is not null) return result with { Fault = $"{fault} Nothing is removed." };
            if (RemoveAll(new DecisionLog(record, log, time), state, ref result, cancellation)) return result;
        }
        return result;
    }

    /// <returns>False where something took effect meanwhile, and it is to be decided again.</returns>
    private bool RemoveAll(DecisionLog decisions, RetentionState state, ref RoundResult result, CancellationToken cancellation)
    {
        List<(string File, DueLines Due)> gathered = [];
        foreach (var verdict in survey.Decide(state, cancellation))
        {
            if (verdict.Due.Count == 0 || !IsBehind(verdict.Path)) continue;
            gathered.AddRange(verdict.Due.Select(due => (Path.GetFileName(verdict.Path), due)));
            if (gathered.Count < MostOrders && gathered.Sum(one => one.Due.Places.Count) < MostLines) continue;
            cancellation.ThrowIfCancellationRequested();
            if (!Remove(decisions, gathered, state.Version, ref result)) return false;
            gathered.Clear();
        }
        cancellation.ThrowIfCancellationRequested();
        return gathered.Count == 0 || Remove(decisions, gathered, state.Version, ref result);
    }

    private bool Remove(DecisionLog decisions, List<(string File, DueLines Due)> gathered, int version, ref RoundResult result)
    {
        BeforeOrder?.Invoke();
        RemovalOrdered[] orders = [.. gathered.Select(one => new RemovalOrdered(one.File, one.Due.Policy, one.Due.First, one.Due.Last, one.Due.Places.Count, one.Due.Hash, one.Due.Until))];
        if (decisions.Order(orders, version, by) is not { } numbers) return false;
        var removed = remover.Remove([.. gathered.Select((one, n) => new RemovalOrder(one.File, one.Due.Places, RemovalOrdered.RuleOf(one.Due.Policy, numbers[n]), time.GetUtcNow()))]);
        decisions.Done(numbers.Where((_, n) => removed[n].Lines == gathered[n].Due.Places.Count), by);
        result = result with { Lines = result.Lines + removed.Sum(one => one.Lines), Orders = result.Orders + orders.Length };
        return true;
    }

    /// <summary>Whether lines may leave a file: its end must not be what says how far the record has come.</summary>
    private bool IsBehind(string path) => WholeFile.Read(disk, RecordLayout.ManifestOf(path)) is { } bytes
        && (Manifest.TryOpen(bytes, key, out var manifest, out var fault) ? RecordEnd.IsBehind(record, disk, key, manifest!) : throw new RecordDamagedException(RecordLayout.ManifestOf(path), 0, fault!));
}
