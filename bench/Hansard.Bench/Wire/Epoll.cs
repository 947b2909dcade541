using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Hansard.Bench.Wire;

/// <summary>
/// Linux epoll, level-triggered: one thread waits for all connections. The runtime's own socket engine would take a second thread and a
/// hand-over for each wake, which is more than the whole work of this client.
/// </summary>
internal sealed partial class Epoll : IDisposable
{
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;

    private const int Add = 1;
    private const int Modify = 3;
    private const int Interrupted = 4;
    private const int MostEvents = 512;

    /// <summary>The kernel packs <c>epoll_event</c> on x86-64 and nowhere else.</summary>
    private static readonly int EventBytes = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int descriptor = Checked(epoll_create1(0));
    private readonly byte[] events = new byte[MostEvents * EventBytes];

    public void Watch(int target, int token, uint interest) => Checked(Control(Add, target, token, interest));

    public void Change(int target, int token, uint interest) => Checked(Control(Modify, target, token, interest));

    /// <summary>Waits up to <paramref name="milliseconds"/> and returns how many events <see cref="Event"/> has.</summary>
    public int Wait(int milliseconds)
    {
        var count = epoll_wait(descriptor, events, MostEvents, milliseconds);
        return count < 0 && Marshal.GetLastPInvokeError() == Interrupted ? 0 : Checked(count);
    }

    public (int Token, uint Ready) Event(int index)
    {
        var entry = events.AsSpan(index * EventBytes, EventBytes);
        return ((int)BinaryPrimitives.ReadInt64LittleEndian(entry[(EventBytes - 8)..]), BinaryPrimitives.ReadUInt32LittleEndian(entry));
    }

    public void Dispose() => _ = close(descriptor);

    private int Control(int operation, int target, int token, uint interest)
    {
        var entry = new byte[EventBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, interest);
        BinaryPrimitives.WriteInt64LittleEndian(entry.AsSpan(EventBytes - 8), token);
        return epoll_ctl(descriptor, operation, target, entry);
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int target, byte[] entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte[] events, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
