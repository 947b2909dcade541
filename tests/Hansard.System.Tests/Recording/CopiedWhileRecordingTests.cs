using System.Net;
using System.Net.Sockets;
using System.Text;
using Hansard.Archive.Copy;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.System.Tests.Recording;

public sealed class CopiedWhileRecordingTests
{
    [Fact]
    public async Task Copies_that_get_nowhere_hold_no_acknowledgement_up_and_lines_are_sent_on_when_they_can_be()
    {
        await using var network = await FileNetwork.StartAsync();
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Nothing answers at the one, and at the other nobody takes what comes.
        var copies = new CopyTargets(
            new S3Target(new Uri($"http://127.0.0.1:{TestPorts.Ports.Free()}"), "record", "", S3Target.DefaultRegion, S3Credentials.Of("key", "secret key", null)!),
            SyslogTarget.Parse($"tcp://127.0.0.1:{port}"));
        await using var recorder = new RunningRecorder(network.Network.Recorder with { Copies = copies, Rotation = new(MaximumBytes: 1_000) });
        var path = network.Make("plan.pdf", 10_000);
        await network.SendAsync(path);
        await recorder.UntilRecordedAsync(network.Network);
        await network.IsSoundAsync(path);

        var sent = new StringBuilder();
        while (!RecordReader.StoredLines(network.Network.Recorder.Record).All(line => sent.ToString().Contains(Encoding.UTF8.GetString(line.Utf8.Span), StringComparison.Ordinal)))
        {
            using var receiver = await listener.AcceptTcpClientAsync(Client.TestNetwork.Cancelled);
            using var reader = new StreamReader(receiver.GetStream());
            sent.Append(await reader.ReadToEndAsync(Client.TestNetwork.Cancelled));
        }
        Assert.True(SpinWait.SpinUntil(() => recorder.Status.Contains("ALARM: The copy to http://127.0.0.1", StringComparison.Ordinal), Client.TestNetwork.Patience));
        Assert.DoesNotContain("secret key", recorder.Status, StringComparison.Ordinal);
    }
}
