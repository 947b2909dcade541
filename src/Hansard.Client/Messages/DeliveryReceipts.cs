using System.Threading.Channels;
using Hansard.Client.Connections;
using Hansard.Protocol;
using Hansard.Protocol.Messages;

namespace Hansard.Client.Messages;

/// <summary>Tells the server what reached this device, without holding up what comes next.</summary>
internal sealed class DeliveryReceipts(Link link)
{
    /// <summary>How many may wait; beyond it the oldest is dropped, for a read message counts as delivered too.</summary>
    private const int Waiting = 10_000;
    private const int InFlight = 32;

    private readonly Channel<MessageDelivered> queue =
        Channel.CreateBounded<MessageDelivered>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Add(ConversationUuid conversation, MessageUuid message) => queue.Writer.TryWrite(new(conversation, message));

    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => SendAsync(stop)));

    private async Task SendAsync(CancellationToken stop)
    {
        await foreach (var delivered in queue.Reader.ReadAllAsync(stop)) await link.SendAsync(delivered, stop);
    }
}
