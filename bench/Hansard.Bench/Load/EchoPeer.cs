using Hansard.Bench.Wire;

namespace Hansard.Bench.Load;

/// <summary>The yardstick's side: sends message frames, and wants each back byte for byte, once, in order.</summary>
internal sealed class EchoPeer(WireConnection connection, MessageFrames frames, int window, Traffic traffic) : Peer(connection)
{
    private readonly long[] sentAt = new long[window];
    private long sent;
    private long returned;

    public override long Completed => returned;

    public override string? Owed => sent == returned ? null : $"{sent - returned} frames not echoed, from {returned + 1} on";

    public override void Pump(long now)
    {
        while (traffic.Sending && sent - returned < window)
        {
            sent++;
            sentAt[sent % window] = now;
            Connection.Write(frames.Frame(sent));
        }
    }

    public override void Take(ReadOnlySpan<byte> frame, long now)
    {
        if (returned == sent) throw new LoadFailure($"an echo of nothing: {Scan.Show(frame)}");
        returned++;
        if (!frame.SequenceEqual(frames.Payload(returned)))
            throw new LoadFailure($"expected the echo of frame {returned}, got {Scan.Show(frame)}");
        traffic.Replied(now - sentAt[returned % window]);
    }
}
