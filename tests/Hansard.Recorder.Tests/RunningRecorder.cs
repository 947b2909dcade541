using Hansard.Client.Tests;
using Hansard.Record.Format;
using Hansard.Recorder.Tests.Network;
using Xunit;

namespace Hansard.Recorder.Tests;

/// <summary>A recorder in this process, stopped with the test.</summary>
internal sealed class RunningRecorder : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly StringWriter status = new();
    private readonly TextWriter said;
    private readonly RecorderRun run;

    public RunningRecorder(RecorderSettings settings)
    {
        Settings = settings;
        said = TextWriter.Synchronized(status);
        run = new RecorderRun(settings, said);
        Ended = Task.Run(() => run.RunAsync(stop.Token));
    }

    public RunningRecorder(TestNetwork network, TemporaryFolder folder) : this(TestNetwork.Settings(network.Address, folder.Path))
    {
    }

    public RecorderSettings Settings { get; }

    /// <summary>Completes with its exit code.</summary>
    public Task<int> Ended { get; }

    public string Status
    {
        get
        {
            // What a synchronized writer locks is itself.
            lock (said) return status.ToString();
        }
    }

    public Uri? MetricsAt => run.MetricsAt;

    public RecorderSnapshot Now => run.Progress.Now;

    public IReadOnlyList<RecordLine> Lines => [.. RecordReader.Lines(Settings.Record)];

    public async Task<RecorderSnapshot> UntilAsync(Func<RecorderSnapshot, bool> condition)
    {
        var reached = run.Progress.WaitAsync(condition, TestContext.Current.CancellationToken);
        try
        {
            await Task.WhenAny(reached, Ended).WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            // Said below.
        }
        if (!reached.IsCompleted) Assert.Fail($"It did not come to that. {Now}\n{Status}");
        return await reached;
    }

    public Task UntilAcknowledgedAsync(long seq) => UntilAsync(now => now.AcknowledgedSeq >= seq);

    public async Task<int> StopAsync()
    {
        await stop.CancelAsync();
        return await Ended;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }
}
