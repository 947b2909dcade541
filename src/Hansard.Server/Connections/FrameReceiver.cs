using System.Buffers;
using System.Net.WebSockets;
using Hansard.Protocol;
using Hansard.Protocol.Frames;
using Hansard.Server.Dispatch;

namespace Hansard.Server.Connections;

/// <summary>How a connection's reading ended, and what the peer is told.</summary>
internal enum Reading
{
    Frame,
    PeerClosed,
    Gone,

    /// <summary>Not UTF-8, or against the rules of WebSocket frames: the WebSocket itself has said goodbye (1007, 1002) and reads no more.</summary>
    Failed,
    Binary,
    TooLarge,
}

/// <summary>Puts the fragments of one message together in a pooled buffer that lives only while there is a message.</summary>
internal sealed class FrameReceiver(Connection connection)
{
    private const int FirstBufferBytes = 4_096;

    private byte[]? buffer;
    private int filled;

    /// <summary>Null until a message has outgrown the common bound: looking for its type again with every part would cost more than the message.</summary>
    private bool? isKeySet;

    /// <summary>The message last read; valid until <see cref="Forget"/>.</summary>
    public ReadOnlyMemory<byte> Message => buffer.AsMemory(0, filled);

    /// <summary>The type of a message of which only the beginning was read; empty where that does not show it.</summary>
    public string Type => FrameReader.PeekType(Message.Span) ?? "";

    public async ValueTask<Reading> Next()
    {
        try
        {
            ValueWebSocketReceiveResult part = await connection.Receive(Memory<byte>.Empty);
            while (true)
            {
                if (part.MessageType == WebSocketMessageType.Close) return Reading.PeerClosed;
                if (part.MessageType == WebSocketMessageType.Binary) return Reading.Binary;
                filled += part.Count;
                if (part.EndOfMessage) return Reading.Frame;
                if (!MakeRoom()) return Reading.TooLarge;
                part = await connection.Receive(buffer.AsMemory(filled));
            }
        }
        catch (WebSocketException failure) when (failure.WebSocketErrorCode is WebSocketError.Faulted or WebSocketError.HeaderError)
        {
            return Reading.Failed;
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            return Reading.Gone;
        }
    }

    /// <summary>
    /// Reads on and keeps nothing until the peer has said goodbye too or is gone: who hangs up on unread bytes cuts off his own last words.
    /// </summary>
    public async Task UntilPeerCloses(Reading last)
    {
        Forget();
        buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            bool more = true;
            while (more)
                more = last is Reading.Failed ? await connection.ReceiveRaw(buffer) > 0 : (await connection.Receive(buffer)).MessageType != WebSocketMessageType.Close;
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            // Gone without a goodbye.
        }
    }

    private static bool IsEnd(Exception failure) => failure is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException;

    /// <summary>False where the message is larger than this connection may send; two requests with full key sets may be larger than others.</summary>
    private bool MakeRoom()
    {
        if (buffer is null)
        {
            buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
            return true;
        }
        int bound = connection.FrameBytesMaximum;
        if (filled >= bound && connection.Caller is not null && (isKeySet ??= RequestTable.HasFullKeySet(Type))) bound = Limits.FullKeySetFrameBytes;
        if (filled >= bound) return false;
        if (filled < buffer.Length) return true;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, Limits.FullKeySetFrameBytes + 1));
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return true;
    }

    /// <summary>The message is done with; its buffer goes back to the pool.</summary>
    public void Forget()
    {
        if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        buffer = null;
        filled = 0;
        isKeySet = null;
    }
}
