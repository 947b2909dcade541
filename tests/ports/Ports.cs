using System.Net;
using System.Net.Sockets;

namespace Hansard.TestPorts;

/// <summary>Ports for servers that are stopped or killed and started again at the same address.</summary>
internal static class Ports
{
    /// <summary>Below those that the system hands out by itself: from there anybody could get one while its server is down.</summary>
    private const int Lowest = 20_000, End = 32_000;

    private static int last = Random.Shared.Next(Lowest, End);

    /// <summary>One that nobody listens on, and that nobody else in this process is given.</summary>
    public static int Free()
    {
        while (true)
        {
            int port = Lowest + (int)((uint)Interlocked.Increment(ref last) % (End - Lowest));
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; another one.
            }
        }
    }
}
