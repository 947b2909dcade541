using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Hansard.Bench.Measure;

/// <summary>
/// Makes another .NET process collect its garbage, through its diagnostic port (the runtime's IPC protocol, version 1): starting a trace
/// with the GC provider's collect keyword does one full, blocking collection. Without it, resident memory says how lucky the moment was.
/// </summary>
internal static class GarbageCollection
{
    private const byte EventPipe = 2;
    private const byte CollectTracing2 = 3;
    private const byte Accepted = 0;
    private const int HeaderBytes = 20;
    private const int CommandIdAt = 17;
    private const ulong CollectKeyword = 0x80_0000;
    private const uint Informational = 4;

    private const int SamplePauseMilliseconds = 200;
    private const int SteadySamples = 5;
    private const int MostSamples = 50;
    private const double SteadyShare = 0.005;

    /// <summary>Collects, waits until the resident size stands still (at most ten seconds), and returns it in bytes.</summary>
    public static long Settle(int process)
    {
        Force(process);
        var size = ProcessMeter.ResidentBytes(process);
        for (int samples = 0, steady = 0; samples < MostSamples && steady < SteadySamples; samples++)
        {
            Thread.Sleep(SamplePauseMilliseconds);
            var now = ProcessMeter.ResidentBytes(process);
            steady = Math.Abs(now - size) <= SteadyShare * size ? steady + 1 : 0;
            size = now;
        }
        return size;
    }

    private static void Force(int process)
    {
        var port = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{process}-*-socket").Single();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(port));
        socket.Send(Request());
        var answer = new byte[HeaderBytes];
        for (var read = 0; read < HeaderBytes;)
        {
            var count = socket.Receive(answer.AsSpan(read));
            if (count == 0) throw new LoadFailure("the diagnostic port hung up");
            read += count;
        }
        // The answer comes when the provider is on, which is after the collection; closing the socket ends the trace.
        if (answer[CommandIdAt] != Accepted) throw new LoadFailure("the diagnostic port refused to collect garbage");
    }

    private static byte[] Request()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("DOTNET_IPC_V1\0"u8);
        writer.Write((ushort)0);
        writer.Write(EventPipe);
        writer.Write(CollectTracing2);
        writer.Write((ushort)0);
        writer.Write(1u);               // megabytes of buffer
        writer.Write(1u);               // format: nettrace
        writer.Write(false);            // no rundown
        writer.Write(1u);               // providers
        writer.Write(CollectKeyword);
        writer.Write(Informational);
        const string Provider = "Microsoft-Windows-DotNETRuntime\0";
        writer.Write((uint)Provider.Length);
        writer.Write(Encoding.Unicode.GetBytes(Provider));
        writer.Write(0u);               // no filter
        var request = stream.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan("DOTNET_IPC_V1\0"u8.Length), (ushort)request.Length);
        return request;
    }
}
