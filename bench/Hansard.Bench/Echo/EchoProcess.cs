using System.Net;
using Hansard.Bench.Setup;

namespace Hansard.Bench.Echo;

/// <summary>The yardstick in a process of its own, as the server under test has.</summary>
internal sealed class EchoProcess : IDisposable
{
    private readonly ChildProcess process;

    public EchoProcess(string workFolder)
    {
        Address = ChildProcess.FreePort();
        process = ChildProcess.Start(
            Path.Combine(workFolder, "echo.log"), new Dictionary<string, string>(),
            typeof(EchoProcess).Assembly.Location, "echo-server", $"http://{Address}");
        process.AwaitUpgrade(Address, EchoServer.Path);
    }

    public IPEndPoint Address { get; }

    public int ProcessId => process.Id;

    public void Dispose() => process.Dispose();
}
