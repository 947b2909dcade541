using Hansard.Archive.Export;
using Hansard.Archive.Tests.Copy;
using Xunit;

namespace Hansard.Archive.Tests.Export;

public sealed class AheadTests
{
    /// <summary>Far more than may be in memory.</summary>
    private const int Many = 1_000;

    [Fact]
    public void Things_are_made_several_at_once_and_come_in_their_order()
    {
        using ManualResetEventSlim second = new();

        var made = Ahead.Of(Enumerable.Range(0, Many), number =>
        {
            // The first waits for the second, which must be made beside it.
            if (number == 0) second.Wait(Patience.Token);
            else second.Set();
            return number;
        });

        Assert.Equal(Enumerable.Range(0, Many), made);
    }

    [Fact]
    public void What_came_before_a_failure_comes_and_then_the_failure()
    {
        List<int> taken = [];

        Assert.Throws<InvalidDataException>(() => Take(Ahead.Of(Enumerable.Range(0, Many), number => number == 7 ? throw new InvalidDataException() : number)));
        Assert.Throws<IOException>(() => Take(Ahead.Of(Failing(5), number => number)));

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4], taken);

        void Take(IEnumerable<int> made)
        {
            foreach (var number in made) taken.Add(number);
        }
    }

    [Fact]
    public void Nobody_is_at_work_any_more_when_it_was_given_up_and_few_were_asked_for()
    {
        int asked = 0, atWork = 0;

        using (var given = Ahead.Of(Enumerable.Range(0, Many).Select(number => Interlocked.Increment(ref asked)), number =>
        {
            Interlocked.Increment(ref atWork);
            Thread.Yield();
            Interlocked.Decrement(ref atWork);
            return number;
        }).GetEnumerator())
            Assert.True(given.MoveNext());

        Assert.Equal(0, atWork);
        Assert.InRange(asked, 1, 10);
    }

    private static IEnumerable<int> Failing(int after)
    {
        for (var number = 0; number < after; number++) yield return number;
        throw new IOException();
    }
}
