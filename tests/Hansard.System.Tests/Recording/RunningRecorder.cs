using Hansard.Recorder;
using Xunit;

namespace Hansard.System.Tests.Recording;

/// <summary>A recorder in this process, stopped with the test.</summary>
internal sealed class RunningRecorder : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource stop = new();
    private readonly StringWriter status = new();
    private readonly RecorderRun run;
    private readonly Task<int> ended;

    public RunningRecorder(RecorderSettings settings)
    {
        run = new RecorderRun(settings, TextWriter.Synchronized(status));
        ended = Task.Run(() => run.RunAsync(stop.Token), TestContext.Current.CancellationToken);
    }

    public string Status => status.ToString();

    public async Task UntilAsync(Func<RecorderSnapshot, bool> condition)
    {
        try
        {
            await run.Progress.WaitAsync(condition, TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It did not come to that. {run.Progress.Now}\n{status}");
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
