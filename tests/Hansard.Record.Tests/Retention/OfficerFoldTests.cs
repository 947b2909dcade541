using Hansard.Record.Retention;
using Xunit;

namespace Hansard.Record.Tests.Retention;

/// <summary>Nobody makes officers in order to agree with himself.</summary>
public sealed class OfficerFoldTests
{
    private readonly AuditBook book = new();

    [Fact]
    public void The_first_two_come_freely_and_the_third_with_both_of_them_and_a_day()
    {
        book.Officer("olga");
        book.Officer("otto");
        Assert.Equal(["olga", "otto"], book.State.Officers.Keys);
        var third = book.Officer("omar");
        Assert.Null(book.Fault);
        book.Now += 1000 * AuditBook.Day;
        Assert.Equal(2, book.Later.Officers.Count);
        book.Agree(third, "olga");
        book.Agree(third, "omar", over: book.State.Pending[third]);
        Assert.Equal("There is no officer omar.", book.Fault);
        book.Agree(third, "otto");
        book.Now += AuditBook.Day - 1;
        Assert.Equal(2, book.Later.Officers.Count);
        book.Now += 1;
        Assert.Equal(3, book.Later.Officers.Count);
    }

    [Fact]
    public void Officers_who_are_not_in_force_yet_release_nothing()
    {
        var hold = book.Founded("olga", "otto");
        var third = book.Officer("omar");
        book.Agree(third, "olga");
        var release = book.Release(hold);
        book.Agree(release, "olga");
        book.Agree(release, "omar", over: book.State.Pending[release]);
        Assert.Equal("There is no officer omar.", book.Fault);
    }

    [Fact]
    public void Two_stay_and_whoever_leaves_gives_no_free_place_back()
    {
        book.Founded("olga", "otto");
        book.Dismiss("otto");
        Assert.Equal("Two officers must stay: add another one first.", book.Fault);
        Both(book.Officer("omar"));
        book.Now += AuditBook.Day;
        Both(book.Dismiss("omar"));
        book.Now += AuditBook.Day;
        Assert.Equal(2, book.Later.Officers.Count);
        book.Officer("mallory");
        book.Now += 1000 * AuditBook.Day;
        Assert.Equal(["olga", "otto"], book.Later.Officers.Keys);
    }

    [Fact]
    public void Two_dismissals_at_once_leave_two_officers()
    {
        book.Founded("olga", "otto");
        Both(book.Officer("omar"));
        book.Now += AuditBook.Day;
        var (first, second) = (book.Dismiss("omar"), book.Dismiss("otto"));
        Both(first);
        Both(second);
        book.Now += AuditBook.Day;
        Assert.Equal(["olga", "otto"], book.Later.Officers.Keys);
    }

    [Fact]
    public void One_key_is_one_officer()
    {
        book.Officer("olga");
        book.Officer("otto", key: "olga");
        Assert.Equal("That is the key of the officer olga: one person cannot be two.", book.Fault);
        book.Officer("olga", key: "another");
        Assert.Equal("There is an officer olga already.", book.Fault);
        Assert.Single(book.State.Officers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("XX00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("AB00000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_key_makes_no_officer(string key)
    {
        book.Put(new Decision.OfficerAdded(new Officer("olga", key)));
        Assert.Equal("That is no public key of an officer.", book.Fault);
    }

    private void Both(long entry)
    {
        book.Agree(entry, "olga");
        book.Agree(entry, "otto");
        Assert.Null(book.Fault);
    }
}
