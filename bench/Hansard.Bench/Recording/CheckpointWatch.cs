using System.Diagnostics;
using System.Globalization;
using Hansard.Record.Format;

namespace Hansard.Bench.Recording;

/// <summary>Notes when how many lines of a record stood under its signed checkpoint, as anybody sees it who reads the file.</summary>
internal sealed class CheckpointWatch : IDisposable
{
    /// <summary>Between two looks: what is measured is at most so much too long.</summary>
    private const int PauseMilliseconds = 2;

    private readonly RecordLayout record;
    private readonly Lock gate = new();
    private readonly List<(long At, long Lines)> seen = [];
    private readonly Thread thread;
    private volatile bool ends;

    public CheckpointWatch(RecordLayout record)
    {
        this.record = record;
        thread = new Thread(Watch) { IsBackground = true };
        thread.Start();
    }

    public long Lines
    {
        get
        {
            lock (gate) return seen is [.., var last] ? last.Lines : 0;
        }
    }

    /// <summary>Each change with the clock ticks at which it was seen, ascending.</summary>
    public IReadOnlyList<(long At, long Lines)> Seen
    {
        get
        {
            lock (gate) return [.. seen];
        }
    }

    public void Dispose()
    {
        ends = true;
        thread.Join();
    }

    private void Watch()
    {
        for (; !ends; Thread.Sleep(PauseMilliseconds))
        {
            if (!File.Exists(record.CheckpointFile)) continue;
            // It is replaced as a whole: origin, size, root, a line each.
            var lines = long.Parse(File.ReadAllLines(record.CheckpointFile)[1], CultureInfo.InvariantCulture);
            lock (gate)
                if (seen is not [.., var last] || last.Lines != lines) seen.Add((Stopwatch.GetTimestamp(), lines));
        }
    }
}
