using Hansard.Record.Format;

namespace Hansard.Bench.Setup;

/// <summary>The shipped recorder in a process of its own, which may be away for a while.</summary>
internal sealed class RecorderProcess : IDisposable
{
    private const int PollMilliseconds = 100;

    private readonly Func<ChildProcess> start;
    private ChildProcess? process;

    private RecorderProcess(RecordLayout record, Func<ChildProcess> start) => (Record, this.start) = (record, start);

    public RecordLayout Record { get; }

    public int ProcessId => process!.Id;

    /// <summary>Starts one for the first time and has it approved: from then on everything that people say is encrypted for it too.</summary>
    /// <param name="server">One that waits for a recorder.</param>
    public static RecorderProcess Approved(HansardServer server, string hansard, string folder)
    {
        Dictionary<string, string> environment = new() { ["HANSARD_ONE_TIME_PASSWORD"] = server.Recorder.OneTimePassword! };
        RecordLayout record = new(Path.Combine(folder, "clients", RecorderIdentity.UserName, "integration", "hansard-compliance"));
        Directory.CreateDirectory(folder);
        RecorderProcess recorder = new(record, () => ChildProcess.Start(
            Path.Combine(folder, "recorder.log"), environment, hansard,
            "recorder", "run", "--server", $"http://{server.Address}", "--user", RecorderIdentity.UserName, "--folder", folder));
        recorder.Start();
        while (true)
        {
            if (server.Recorder.Bot() is { } bot)
            {
                server.Recorder.Approve(bot);
                return recorder;
            }
            Thread.Sleep(PollMilliseconds);
        }
    }

    public void Start() => process = start();

    /// <summary>Ends it in order; the network goes on.</summary>
    public void Stop()
    {
        process?.Dispose();
        process = null;
    }

    public void Dispose() => Stop();
}
