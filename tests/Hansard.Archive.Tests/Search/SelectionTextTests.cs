using Hansard.Archive.Search;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Search;

/// <summary>What people write, and what is refused with a sentence.</summary>
public sealed class SelectionTextTests
{
    [Theory]
    [InlineData("", "no word")]
    [InlineData("   ", "no word")]
    [InlineData("\"open", "must end")]
    [InlineData("a*", "at least 2")]
    [InlineData("😀", "substring")]
    [InlineData("*", "substring")]
    [InlineData("--", "substring")]
    public void Words_that_cannot_be_looked_for_are_refused(string words, string reason)
    {
        Assert.Null(new SelectionText { Words = words }.Read(out var fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("26")]
    [InlineData("9999")]
    [InlineData("2026-11-21T25:00Z")]
    public void A_time_that_is_none_is_refused(string time)
    {
        Assert.Null(new SelectionText { From = time }.Read(out var fault));
        Assert.Contains(time, fault, StringComparison.Ordinal);
        Assert.Null(new SelectionText { To = time }.Read(out _));
    }

    [Theory]
    [InlineData("2026", "2026", 365L * 24 * 3600 * 1_000_000)]
    [InlineData("2026-02", "2026-02", 28L * 24 * 3600 * 1_000_000)]
    [InlineData("2026-11-21", "2026-11-21", 24L * 3600 * 1_000_000)]
    [InlineData("2026-11-21T18:30:00Z", "2026-11-21T18:30:00Z", 1)]
    [InlineData("2026-11-21T18:30:00+02:00", "2026-11-21T16:30:00.000001Z", 2)]
    public void A_time_is_meant_with_its_end(string from, string to, long microseconds)
    {
        var selection = new SelectionText { From = from, To = to }.Read(out _)!;
        Assert.Equal(microseconds, selection.Before - selection.From);
    }

    [Fact]
    public void What_contradicts_itself_or_names_nothing_is_refused()
    {
        Assert.Null(new SelectionText { From = "2026-02", To = "2026-01" }.Read(out _));
        Assert.Null(new SelectionText { Types = ["letter"] }.Read(out var type));
        Assert.Contains("letter", type, StringComparison.Ordinal);
        Assert.Null(new SelectionText { Statuses = ["lost"] }.Read(out _));
        Assert.Null(new SelectionText { Senders = [" "] }.Read(out _));
        Assert.Null(new SelectionText { Substring = "" }.Read(out _));
        Assert.Null(new SelectionText { Senders = [.. Enumerable.Repeat("a", SelectionText.MaximumNames + 1)] }.Read(out _));
        Assert.Null(new SelectionText { Words = string.Join(' ', Enumerable.Repeat("word", WordQuery.MaximumTerms + 1)) }.Read(out _));
        Assert.Equal([MessageType.Edit, 4013], new SelectionText { Types = ["EDIT", "4013"] }.Read(out _)!.Types);
    }
}
