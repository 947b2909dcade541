using Hansard.Server.Deliveries;
using Xunit;

namespace Hansard.Server.Tests.Deliveries;

public sealed class CircuitTests
{
    private static readonly BackOff Open = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));

    private readonly Circuit circuit = new(3, Open);
    private TimeSpan now = TimeSpan.FromSeconds(100);

    [Fact]
    public void It_opens_after_so_many_failures_in_a_row_and_not_before()
    {
        Assert.Null(Fail());
        Assert.Null(Fail());
        circuit.Succeeded();
        Assert.Null(Fail());
        Assert.Null(Fail());
        Assert.Equal(TimeSpan.FromSeconds(10), Fail());
        Assert.Equal(TimeSpan.FromSeconds(10), circuit.Wait(now));
    }

    [Fact]
    public void An_open_one_lets_one_try_through_at_a_time_and_closes_when_one_succeeds()
    {
        OpenIt();
        now += TimeSpan.FromSeconds(10);
        Assert.True(circuit.Wait(now) <= TimeSpan.Zero);
        Assert.True(circuit.TryPass());
        Assert.False(circuit.TryPass());
        Assert.True(circuit.Succeeded());
        Assert.False(circuit.IsOpen);
        Assert.True(circuit.TryPass());
        Assert.True(circuit.TryPass());
    }

    [Fact]
    public void Each_failure_in_a_row_keeps_it_open_for_longer_up_to_a_most()
    {
        OpenIt();
        foreach (int seconds in new[] { 20, 30, 30 })
        {
            now += circuit.Wait(now);
            Assert.True(circuit.TryPass());
            Assert.Equal(TimeSpan.FromSeconds(seconds), Fail());
        }
    }

    [Fact]
    public void A_try_that_began_before_it_opened_changes_nothing_by_failing()
    {
        OpenIt();
        Assert.Null(Fail());
        Assert.Equal(TimeSpan.FromSeconds(10), circuit.Wait(now));
    }

    [Fact]
    public void A_try_that_asked_nobody_lets_the_next_one_through()
    {
        OpenIt();
        Assert.True(circuit.TryPass());
        circuit.SaidNothing();
        Assert.True(circuit.IsOpen);
        Assert.True(circuit.TryPass());
    }

    [Theory]
    [InlineData(5, 10)]
    [InlineData(25, 25)]
    [InlineData(3_600, 30)]
    public void What_the_other_side_asks_for_counts_up_to_the_most(int asked, int seconds)
    {
        Fail();
        Fail();
        Assert.Equal(TimeSpan.FromSeconds(seconds), circuit.Failed(now, TimeSpan.FromSeconds(asked), dice: 1));
    }

    [Fact]
    public void Waits_double_and_are_spread_over_their_second_half()
    {
        BackOff wait = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal([1, 2, 4, 32, 60, 60], new[] { 1, 2, 3, 6, 7, 5_000 }.Select(tries => wait.After(tries, dice: 1).TotalSeconds));
        Assert.Equal([0.5, 1, 2, 16, 30, 30], new[] { 1, 2, 3, 6, 7, 5_000 }.Select(tries => wait.After(tries, dice: 0).TotalSeconds));
    }

    private TimeSpan? Fail() => circuit.Failed(now, null, dice: 1);

    private void OpenIt()
    {
        for (int failure = 0; failure < 3; failure++) Fail();
        Assert.True(circuit.IsOpen);
    }
}
