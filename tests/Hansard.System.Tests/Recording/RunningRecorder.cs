using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>A recorder in this process, stopped with the test.</summary>
internal sealed class RunningRecorder : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly StringWriter status = new();
    private readonly TextWriter said;
    private readonly RecorderRun run;
    private readonly Task<int> ended;

    public RunningRecorder(RecorderSettings settings)
    {
        said = TextWriter.Synchronized(status);
        run = new RecorderRun(settings, said);
        ended = Task.Run(() => run.RunAsync(stop.Token), TestContext.Current.CancellationToken);
    }

    public string Status
    {
        get
        {
            // What a synchronized writer locks is itself.
            lock (said) return status.ToString();
        }
    }

    public RecorderSnapshot Now => run.Progress.Now;

    public async Task UntilAsync(Func<RecorderSnapshot, bool> condition)
    {
        try
        {
            await run.Progress.WaitAsync(condition, TestContext.Current.CancellationToken).WaitAsync(Client.TestNetwork.Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It did not come to that. {run.Progress.Now}\n{Status}");
        }
    }

    public async Task UntilRecordedAsync(RecordedNetwork network)
    {
        var head = await network.HeadAsync();
        await UntilAsync(now => now.AcknowledgedSeq >= head);
        Assert.True(await network.AcknowledgedAsync() >= head);
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        Assert.Equal(0, await ended);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
    }
}
