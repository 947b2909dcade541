using Hansard.Client.Events;
using Hansard.Client.Tests.Connections;
using Xunit;

namespace Hansard.Client.Tests.Events;

public sealed class EventStreamTests
{
    private static CancellationToken Cancelled => Patience.Token;

    [Fact]
    public async Task Each_reader_gets_everything_from_its_subscription_on()
    {
        var stream = new EventStream(TimeProvider.System);
        var early = stream.Subscribe();
        await stream.PublishAsync(new ConnectionChanged(true, "1"));
        var late = stream.Subscribe();
        await stream.PublishAsync(new ConnectionChanged(true, "2"));
        stream.Complete();

        Assert.Equal(2, (await early.Reader.ReadAllAsync(Cancelled).ToListAsync(Cancelled)).Count);
        Assert.Single(await late.Reader.ReadAllAsync(Cancelled).ToListAsync(Cancelled));
        Assert.Empty(await stream.Subscribe().Reader.ReadAllAsync(Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_waited_for_and_then_cut_off_and_the_others_go_on()
    {
        var time = new SetTime();
        var stream = new EventStream(time);
        var idle = stream.Subscribe();
        for (var n = 0; n < EventStream.Waiting; n++) await stream.PublishAsync(new ConnectionChanged(true, $"{n}"));
        var busy = stream.Subscribe();

        var waiting = stream.PublishAsync(new ConnectionChanged(true, "one more")).AsTask();
        Assert.False(waiting.IsCompleted);
        time.Advance(EventStream.Patience);
        await waiting.WaitAsync(Cancelled);

        Assert.Equal(new ConnectionChanged(true, "one more"), await busy.Reader.ReadAsync(Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await idle.Reader.ReadAllAsync(Cancelled).CountAsync(Cancelled));
    }
}
