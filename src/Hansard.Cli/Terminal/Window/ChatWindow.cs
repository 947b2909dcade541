using System.CommandLine;
using System.Threading.Channels;
using Hansard.Cli.Output;
using Hansard.Protocol;
using Spectre.Console;

namespace Hansard.Cli.Terminal.Window;

/// <summary><c>hansard client</c> in a terminal: a full window that follows what happens until it is left.</summary>
internal static class ChatWindow
{
    /// <summary>How many events may wait to be shown; what tells them waits then.</summary>
    private const int WaitingEvents = 1_000;

    private const string EnterFullWindow = "\e[?1049h\e[2J\e[H";
    private const string LeaveFullWindow = "\e[?1049l";

    public static Task<int> Run(ParseResult arguments, Screen screen, CancellationToken cancel)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected || screen.Json)
            return Task.FromResult(screen.Refuse(Failure.Invalid("The window needs a terminal."), "For scripts there are commands: hansard client --help"));
        return SignedIn.Do(arguments, screen, person => Show(person, screen.People, cancel), cancel);
    }

    private static async Task<int> Show(SignedIn person, IAnsiConsole console, CancellationToken cancel)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var events = Channel.CreateBounded<WindowEvent>(WaitingEvents);
        var following = Follow(person, events.Writer, leaving.Token);
        using Keyboard keyboard = new(events.Writer);
        ChatSession session = new(person, events.Writer, TimeProvider.System, leaving.Token);
        console.Write(new ControlCode(EnterFullWindow));
        try
        {
            await console.Live(ChatView.Draw(session.State, console.Profile.Width)).AutoClear(true).Overflow(VerticalOverflow.Crop)
                .StartAsync(live => React(session, events.Reader, live, console, leaving.Token));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl+C leaves the window as /quit does.
        }
        finally
        {
            console.Write(new ControlCode(LeaveFullWindow));
            await leaving.CancelAsync();
        }
        await Task.WhenAll(following, session.Finished);
        return ExitCode.Done;
    }

    private static async Task React(ChatSession session, ChannelReader<WindowEvent> events, LiveDisplayContext live, IAnsiConsole console, CancellationToken cancel)
    {
        while (!session.IsOver && await events.WaitToReadAsync(cancel))
        {
            // One picture for all that has happened since the last one.
            while (events.TryRead(out var happened)) session.On(happened);
            live.UpdateTarget(ChatView.Draw(session.State, console.Profile.Width));
        }
    }

    private static async Task Follow(SignedIn person, ChannelWriter<WindowEvent> events, CancellationToken cancel)
    {
        try
        {
            await foreach (var told in person.Client.EventsAsync(cancel)) await events.WriteAsync(new Told(told), cancel);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The window was left.
        }
    }
}
