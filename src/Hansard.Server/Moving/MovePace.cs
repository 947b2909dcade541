using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Hansard.Server.Moving;

public enum MovePhase
{
    [JsonStringEnumMemberName("copying")]
    Copying,
    [JsonStringEnumMemberName("verifying")]
    Verifying,
}

/// <summary>How far a move is.</summary>
/// <param name="Table">The one at work.</param>
/// <param name="Rows">Of all tables, in this phase.</param>
/// <param name="Of">How many there are.</param>
/// <param name="RowsPerSecond">Since the phase began in this run.</param>
/// <param name="SecondsLeft">Of this phase, if it goes on like this; null where that is not known yet.</param>
public sealed record MoveProgress(MovePhase Phase, string Table, long Rows, long Of, double RowsPerSecond, double? SecondsLeft);

/// <summary>Counts what is done, and tells how long the rest takes.</summary>
internal sealed class MovePace(long total, IProgress<MoveProgress>? listener)
{
    private readonly Stopwatch since = new();
    private MovePhase phase;
    private StoredTable? table;
    private long rows, before;

    /// <summary>Which phase and table comes next; a new phase counts from the beginning.</summary>
    public void Begin(MovePhase next, StoredTable nextTable)
    {
        if (table is null || next != phase)
        {
            (phase, rows, before) = (next, 0, 0);
            since.Restart();
        }
        table = nextTable;
    }

    /// <summary>These rows were there when this run began.</summary>
    public void Skip(long there)
    {
        rows += there;
        before += there;
    }

    public void Advance(int done)
    {
        rows += done;
        double perSecond = (rows - before) / Math.Max(since.Elapsed.TotalSeconds, 0.001);
        listener?.Report(new MoveProgress(phase, table!.Name, rows, total, perSecond, perSecond > 0 ? Math.Max(total - rows, 0) / perSecond : null));
    }
}
