using Hansard.Protocol;
using Hansard.Protocol.Frames;

namespace Hansard.Server.CatchingUp;

/// <summary>The frames of one answer, within its bounds.</summary>
internal sealed class ChangePage(int size)
{
    /// <summary>Room in an answer for what surrounds the frames, in bytes.</summary>
    private const int EnvelopeBytes = 4_096;

    private readonly List<RawJson> frames = [];
    private int bytes = EnvelopeBytes;
    private bool overflown;

    public IReadOnlyList<RawJson> Frames => frames;

    /// <summary>Frames that there may be room for.</summary>
    public int Room => overflown ? 0 : size - frames.Count;

    /// <summary>False where there is no room: the page is done.</summary>
    public bool TryAdd<TBody>(TBody body) where TBody : class, INotification
    {
        if (Room == 0) return false;
        byte[] frame = FrameWriter.ToBytes(body);
        bytes += frame.Length + 1;
        overflown = bytes > Limits.ReplyBytes;
        if (!overflown) frames.Add(new RawJson(frame));
        return !overflown;
    }
}
