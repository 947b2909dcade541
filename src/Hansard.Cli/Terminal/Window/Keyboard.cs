using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Hansard.Cli.Terminal.Window;

/// <summary>Keys and changes of the terminal's size, as events. Reading a key blocks its thread for as long as nobody presses one.</summary>
internal sealed class Keyboard : IDisposable
{
    private readonly PosixSignalRegistration resize;

    public Keyboard(ChannelWriter<WindowEvent> events)
    {
        resize = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => events.TryWrite(new Resized()));
        new Thread(() => Read(events)) { IsBackground = true, Name = "keyboard" }.Start();
    }

    public void Dispose() => resize.Dispose();

    private static void Read(ChannelWriter<WindowEvent> events)
    {
        try
        {
            // A full queue loses a key rather than holding memory; nobody types a thousand keys ahead.
            while (events.TryWrite(new KeyPressed(Console.ReadKey(intercept: true))) || !events.TryComplete()) { }
        }
        catch (InvalidOperationException)
        {
            // The terminal has gone: the window is ended by what took it away.
            events.TryComplete();
        }
    }
}
