using System.Threading.Channels;
using Hansard.Client.Files;

namespace Hansard.Cli.Terminal.Window;

/// <summary>How far a file has come, now and then, for the reader's line: bytes, share and rate.</summary>
internal sealed class TransferNotice(string doing, ChannelWriter<WindowEvent> events, TimeProvider time) : IProgress<FileProgress>
{
    /// <summary>Between two tellings; a file reports each of its chunks.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private long begun, told, from = -1;

    public void Report(FileProgress value)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            // What had come before a broken connection was not carried now.
            if (from < 0) (begun, from) = (now, value.Done);
            else if (value.Done < value.Total && time.GetElapsedTime(told, now) < Between) return;
            told = now;
            // Where many wait to be shown, one of these is not missed.
            events.TryWrite(new Done(Line(value, time.GetElapsedTime(begun, now))));
        }
    }

    private string Line(FileProgress value, TimeSpan took)
    {
        var rate = took > TimeSpan.Zero ? $" · {ByteCount.Of((value.Done - from) / took.TotalSeconds)}/s" : "";
        return $"{doing}: {ByteCount.Of(value.Done)} of {ByteCount.Of(value.Total)} · {(value.Total == 0 ? 100 : 100 * value.Done / value.Total)} %{rate}";
    }
}
