using System.Threading.Channels;

namespace Hansard.Client.Events;

/// <summary>
/// One source, many readers, each with a bounded queue. The source waits for a full queue a while; a reader that does not read at all is
/// then cut off, so that it can neither stop the others nor take memory without a bound.
/// </summary>
internal sealed class EventStream(TimeProvider time)
{
    /// <summary>How many events may wait for one reader.</summary>
    public const int Waiting = 10_000;

    /// <summary>How long the source waits for one reader with a full queue.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly List<Channel<ClientEvent>> readers = [];
    private bool completed;

    public async ValueTask PublishAsync(ClientEvent happened)
    {
        Channel<ClientEvent>[] all;
        lock (gate) all = [.. readers];
        foreach (var reader in all)
        {
            if (!reader.Writer.TryWrite(happened)) await WaitForRoomAsync(reader, happened);
        }
    }

    /// <summary>Reading begins with this call: what happens between it and the first look is not lost.</summary>
    public Channel<ClientEvent> Subscribe()
    {
        var reader = Channel.CreateBounded<ClientEvent>(Waiting);
        lock (gate)
        {
            if (completed) reader.Writer.TryComplete();
            else readers.Add(reader);
        }
        return reader;
    }

    public void Leave(Channel<ClientEvent> reader)
    {
        lock (gate) readers.Remove(reader);
        reader.Writer.TryComplete();
    }

    public void Complete()
    {
        lock (gate)
        {
            completed = true;
            foreach (var reader in readers) reader.Writer.TryComplete();
            readers.Clear();
        }
    }

    private async Task WaitForRoomAsync(Channel<ClientEvent> reader, ClientEvent happened)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await reader.Writer.WriteAsync(happened, patience.Token);
        }
        catch (ChannelClosedException)
        {
            // The reader left meanwhile.
        }
        catch (OperationCanceledException)
        {
            reader.Writer.TryComplete(new InvalidOperationException("the events of the client were not read for too long"));
            lock (gate) readers.Remove(reader);
        }
    }
}
