namespace Hansard.Bench.Report;

/// <summary>Three points of a distribution, in milliseconds.</summary>
internal sealed record Percentiles(double P50, double P95, double P99)
{
    public static Percentiles Of(Load.Histogram histogram) =>
        new(histogram.Milliseconds(0.50), histogram.Milliseconds(0.95), histogram.Milliseconds(0.99));
}

/// <summary>One workload as measured.</summary>
/// <param name="Workload">What was driven, as <c>--only</c> selects it.</param>
/// <param name="Messages">
/// Seen through within <paramref name="Seconds"/>: answered and told to everyone; with receipts also acknowledged and told back.
/// </param>
/// <param name="ReplyMs">From sending to the reply; for the echo, to the frame's return.</param>
/// <param name="NotificationMs">From sending to each notification; null for the echo.</param>
/// <param name="DrainMs">From the end of the measured time until nothing was owed any more: a long one means a queue had built up.</param>
/// <param name="OtherCpuSeconds">What everything else on the machine took meanwhile; much of it, and the row means little.</param>
/// <param name="ServerRssBytes">Resident size of the server's process at the end of the measured time.</param>
internal sealed record Row(
    string Workload, int Connections, int Window, double Seconds, long Messages, double MessagesPerSecond,
    Percentiles ReplyMs, Percentiles? NotificationMs, double DrainMs,
    double ServerCpuSeconds, double ClientCpuSeconds, double OtherCpuSeconds, long ServerRssBytes)
{
    /// <summary>This rate over the echo's with as many senders and the same window, in the same run.</summary>
    public double? ShareOfEcho { get; init; }

    /// <summary>
    /// The echo's processor time for a message over this one's, server and client together: what the share would be if both had the machine
    /// to themselves and used it up. It holds still where the rates do not because others run.
    /// </summary>
    public double? ShareOfEchoByCpu { get; init; }

    public double CpuMicrosecondsPerMessage => Messages == 0 ? 0 : (ServerCpuSeconds + ClientCpuSeconds) * 1e6 / Messages;

    public double ServerCpuMicrosecondsPerMessage => Messages == 0 ? 0 : ServerCpuSeconds * 1e6 / Messages;
}

/// <summary>What connections that do nothing cost: the server's resident bytes without and with them, after full collections.</summary>
internal sealed record IdleRow(string Workload, int Connections, long RssBeforeBytes, long RssAfterBytes)
{
    public long BytesEach => (RssAfterBytes - RssBeforeBytes) / Connections;
}
