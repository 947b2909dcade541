using FsCheck;
using FsCheck.Fluent;
using Hansard.Server.Storage;
using Xunit;

namespace Hansard.Server.Tests.Storage;

public sealed class RangeSetTests
{
    [Fact]
    public void It_holds_what_a_plain_set_would_hold_under_any_additions()
    {
        Gen<(int From, int Length)> step = from start in Gen.Choose(1, 60) from length in Gen.Choose(0, 9) select (start, length);
        Prop.ForAll(step.ArrayOf().ToArbitrary(), steps =>
        {
            RangeSet set = new();
            SortedSet<long> model = [];
            foreach ((int from, int length) in steps)
            {
                long[] missing = [.. Enumerable.Range(from, length + 1).Select(ordinal => (long)ordinal).Where(ordinal => !model.Contains(ordinal))];
                long[] reported = length == 0
                    ? set.Add(from) ? [from] : []
                    : [.. set.AddRange(from, from + length).SelectMany(range => Between(range.From, range.To))];
                Assert.Equal(missing, reported);
                model.UnionWith(missing);
                Assert.Equal(model, set.Ranges.SelectMany(range => Between(range.From, range.To)));
                AssertCanonical(set);
            }
            RangeSet read = RangeSet.FromBytes(set.ToBytes());
            Assert.Equal(set.Ranges, read.Ranges);
            Assert.All(Between(1, 80), ordinal => Assert.Equal(model.Contains(ordinal), read.Contains(ordinal)));
            Assert.All(Between(1, 80), ordinal => Assert.Equal(Between(ordinal, 90).First(next => !model.Contains(next)), read.FirstMissing(ordinal)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_open_span_ends_where_it_is_cut()
    {
        RangeSet spans = RangeSet.From(5);
        Assert.False(spans.Contains(4));
        Assert.True(spans.Contains(1_000_000_000));
        spans.CutAfter(9);
        spans.AddRange(20, RangeSet.Open);
        Assert.Equal([(5, 9), (20, RangeSet.Open)], spans.Ranges);
    }

    private static IEnumerable<long> Between(long from, long to)
    {
        for (long ordinal = from; ordinal <= to; ordinal++) yield return ordinal;
    }

    /// <summary>Sorted, disjoint and not even touching: otherwise a set that should be one range grows for ever.</summary>
    private static void AssertCanonical(RangeSet set)
    {
        for (int i = 1; i < set.Ranges.Count; i++) Assert.True(set.Ranges[i - 1].To + 1 < set.Ranges[i].From);
    }
}
