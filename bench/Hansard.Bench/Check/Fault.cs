using System.Text;
using Hansard.Bench.Load;
using Hansard.Bench.Wire;

namespace Hansard.Bench.Check;

internal enum FaultKind
{
    None,
    Lost,
    Doubled,
    Swapped,
    Altered,

    /// <summary>Swapped with a frame of another author: each author's own order still holds.</summary>
    Overtaken,
}

/// <summary>What is done to one frame on its way to the client.</summary>
/// <param name="FrameType">Only frames of this type are counted and spoilt.</param>
internal sealed record Fault(FaultKind Kind, string FrameType)
{
    /// <summary>Which frame is spoilt, on the first connection that gets so far: late enough for a steady run.</summary>
    private const int Victim = 50;

    private static readonly string[] Alterable = ["\"bodyEncryptedBase64\":\"", "\"status\":\"", "\"deliveredMembers\":"];

    private readonly byte[] typeMember = Encoding.ASCII.GetBytes($"\"type\":\"{FrameType}\"");
    private int struck;

    /// <summary>True once a frame was spoilt; a run that ends without it proves nothing.</summary>
    public bool Struck => struck == 1;

    /// <summary>The whole frames that leave in place of <paramref name="frame"/>; the state is that of one connection.</summary>
    public IEnumerable<byte[]> Apply(byte[] frame, Passage passage)
    {
        if (frame.AsSpan().IndexOf(typeMember) < 0) return [frame];
        passage.Seen++;
        if (passage.Held is { } held)
        {
            var passes = Kind == FaultKind.Swapped || Author(frame) != Author(held);
            passage.Held = passes ? null : frame;
            return passes ? [frame, held] : [held];
        }
        if (Kind == FaultKind.None || passage.Seen != Victim || Interlocked.Exchange(ref struck, 1) == 1) return [frame];
        switch (Kind)
        {
            case FaultKind.Lost:
                return [];
            case FaultKind.Doubled:
                return [frame, frame];
            case FaultKind.Altered:
                return [Altered(frame)];
            case FaultKind.Swapped or FaultKind.Overtaken:
                passage.Held = frame;
                return [];
            default:
                return [frame];
        }
    }

    private static int Author(ReadOnlySpan<byte> frame) => MessageNumber.Read(Scan.Text(frame, "\"uuid\":\""u8)).Author;

    private static byte[] Altered(byte[] frame)
    {
        var name = Alterable.Select(Encoding.ASCII.GetBytes).First(name => frame.AsSpan().IndexOf(name) >= 0);
        var altered = frame.ToArray();
        altered[frame.AsSpan().IndexOf(name) + name.Length] ^= 1;
        return altered;
    }

    /// <summary>What is remembered of one connection.</summary>
    internal sealed class Passage
    {
        public int Seen { get; set; }

        /// <summary>The frame that waits for the next of its type to go before it.</summary>
        public byte[]? Held { get; set; }
    }
}
