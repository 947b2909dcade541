using System.Text;
using System.Text.RegularExpressions;
using Hansard.Archive.Copy;
using Hansard.TestPorts;
using Xunit;

namespace Hansard.Archive.Tests.Copy;

public sealed partial class SyslogCopyTests : IDisposable
{
    private readonly CopiedRecord record = new();
    private readonly int port = Ports.Free();

    public void Dispose() => record.Dispose();

    private CopyTargets To(string scheme) => new(Syslog: SyslogTarget.Parse($"{scheme}://127.0.0.1:{port}")! with { HostName = "re corder-ü1" });

    private string[] Recorded => [.. record.Lines.Select(Encoding.UTF8.GetString)];

    private static string LineOf(string message) => Message().Match(message) is { Success: true } match ? match.Groups["line"].Value : throw new FormatException(message);

    private Task UntilReadAsync(SyslogReceiver receiver) => Patience.UntilAsync(
        () => receiver.Messages.LastOrDefault() is { } last && LineOf(last) == Recorded[^1], () => $"{receiver.Messages.Count} messages in {receiver.Connections} connections\n{string.Join('\n', record.Said)}");

    [Theory]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Every_line_arrives_as_it_was_recorded_in_its_order_through_closed_files(string scheme)
    {
        var (authority, certificate) = TestCertificate.Make();
        await using var receiver = new SyslogReceiver(port, scheme == "tls" ? certificate : null);
        record.Append(400);
        await using var copies = record.Copy(To(scheme) with { Syslog = To(scheme).Syslog! with { Authorities = authority } });
        await UntilReadAsync(receiver);
        record.Append(3);
        record.Attach(10);
        await UntilReadAsync(receiver);
        record.Append(400);
        await UntilReadAsync(receiver);
        Assert.Equal(Recorded, receiver.Messages.Select(LineOf));
        Assert.Matches("^<110>1 2023-11-14T22:13:20\\.000001Z recorder-1 hansard - 1000 - \\{", receiver.Messages.First());
        Assert.True(record.Closed.Count > 2);
        Assert.Empty(record.Said);
    }

    [Fact]
    public async Task Through_connections_that_are_reset_nothing_is_lost_and_the_order_stays()
    {
        await using var receiver = new SyslogReceiver(port) { Resets = 3 };
        record.Append(900);
        await using var copies = record.Copy(To("tcp"));
        await UntilReadAsync(receiver);
        Assert.Equal(0, receiver.Resets);
        Assert.Equal(Recorded, receiver.Messages.Select(LineOf).Distinct());
        Assert.True(receiver.Messages.Count > Recorded.Length);
        Assert.Contains(record.Said, sentence => sentence.StartsWith("ALARM: The copy to tcp://127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_is_away_is_caught_up_with_and_after_a_restart_it_goes_on_where_it_was()
    {
        record.Append(100);
        await using (record.Copy(To("tcp")))
        {
            await Patience.UntilAsync(() => record.Said.Any(sentence => sentence.StartsWith("ALARM", StringComparison.Ordinal)), () => "an alarm");
            await using var receiver = new SyslogReceiver(port);
            await UntilReadAsync(receiver);
            Assert.Equal(Recorded, receiver.Messages.Select(LineOf));
            // The lines count as sent when the receiver has closed, which is after it has read them.
            await Patience.UntilAsync(() => File.ReadAllText(Path.Combine(record.State, "copy-syslog")).EndsWith("\n100\n", StringComparison.Ordinal), () => "the cursor");
        }
        record.Append(50);
        await using var next = new SyslogReceiver(port);
        await using var again = record.Copy(To("tcp"));
        await UntilReadAsync(next);
        Assert.Equal(Recorded[100..], next.Messages.Select(LineOf));
    }

    [Fact]
    public async Task To_a_receiver_for_whom_nobody_vouches_nothing_is_said()
    {
        var (_, certificate) = TestCertificate.Make();
        await using var receiver = new SyslogReceiver(port, certificate);
        record.Append(5);
        await using var copies = record.Copy(To("tls"));
        await Patience.UntilAsync(() => record.Said.Any(sentence => sentence.Contains("certificate", StringComparison.OrdinalIgnoreCase)), () => string.Join('\n', record.Said));
        Assert.Empty(receiver.Messages);
    }

    [Theory]
    [InlineData("tls://log.example", "tls://log.example:6514")]
    [InlineData("tcp://[::1]:514/", "tcp://[::1]:514")]
    [InlineData("udp://log.example", null)]
    [InlineData("tcp://log.example/path", null)]
    [InlineData("log.example:514", null)]
    public void An_address_is_tcp_or_tls_and_nothing_else(string address, string? name) => Assert.Equal(name, SyslogTarget.Parse(address)?.Name);

    [GeneratedRegex(@"^<110>1 (?:-|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) [!-~]{1,255} hansard - (?:-|\d+) - (?<line>\{.*\})$", RegexOptions.Singleline)]
    private static partial Regex Message();
}
