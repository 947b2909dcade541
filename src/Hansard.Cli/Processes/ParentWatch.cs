using System.CommandLine;

namespace Hansard.Cli.Processes;

/// <summary>How a child learns that it should stop, or that its parent is gone: its standard input, a pipe from the parent, ends.</summary>
internal static class ParentWatch
{
    public static readonly Option<bool> Option = new("--stop-with-input")
    {
        Description = "Stop cleanly when standard input ends.", Hidden = true,
    };

    /// <summary>A token that is also cancelled when standard input ends, if the option says so.</summary>
    public static CancellationTokenSource Join(ParseResult arguments, CancellationToken cancel)
    {
        var joined = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (arguments.GetValue(Option)) _ = CancelAtEnd(Console.OpenStandardInput(), joined);
        return joined;
    }

    private static async Task CancelAtEnd(Stream input, CancellationTokenSource joined)
    {
        // A read of a pipe blocks its thread, and may do so for as long as the process lives.
        await Task.Factory.StartNew(() => { while (input.ReadByte() >= 0) { } }, TaskCreationOptions.LongRunning);
        try
        {
            await joined.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The command had ended by itself.
        }
    }
}
