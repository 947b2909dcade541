using Hansard.Record.Format;

namespace Hansard.Recorder.Messages;

/// <summary>What the index knows of lines that are about to be recorded.</summary>
internal sealed class TakenRows
{
    /// <summary>Messages and calls, by their keys.</summary>
    public Dictionary<string, IndexRow> Messages { get; } = [];

    /// <summary>By seq, as first recorded.</summary>
    public Dictionary<long, RecordLine> Lines { get; } = [];

    /// <summary>Null for a line that is complete now.</summary>
    public Dictionary<long, IncompleteLine?> Incomplete { get; } = [];

    /// <summary>Null for a file that is there now.</summary>
    public Dictionary<(long Seq, int Part), MissingFile?> Missing { get; } = [];

    /// <summary>Names of attachments and the facts of their lines.</summary>
    public Dictionary<string, long> Names { get; } = [];

    public void Clear()
    {
        Messages.Clear();
        Lines.Clear();
        Incomplete.Clear();
        Missing.Clear();
        Names.Clear();
    }
}
