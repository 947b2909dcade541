using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Search;

/// <summary>What is found of a record, by words, people, conversations and time.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("tax", "the tax return", "Tax, again")]
    [InlineData("TAX again", "Tax, again")]
    [InlineData("\"tax return\"", "the tax return")]
    [InlineData("\"return tax\"")]
    [InlineData("retu*", "the tax return")]
    [InlineData("cafe", "in the café")]
    [InlineData("\"in the CAFÉ\"", "in the café")]
    [InlineData("anna@example.org", "write to anna@example.org")]
    [InlineData("nothing-of-the-kind")]
    public void Words_phrases_and_beginnings_are_found_whatever_their_case_and_accents(string words, params string[] expected)
    {
        using var talk = new Talk();
        foreach (var text in new[] { "the tax return", "Tax, again", "in the café", "write to anna@example.org", "" }) talk.Say(text);
        talk.CatchUp();

        Assert.Equal(expected, talk.FoundWords(words));
        Assert.Equal(expected.Reverse(), talk.FoundWords(words, SearchOrder.NewestFirst));
    }

    [Theory]
    [InlineData("東京", true)]
    [InlineData("京都", true)]
    [InlineData("東京都庁", true)]
    [InlineData("庁", true)]
    [InlineData("東", true)]
    [InlineData("京", true)]
    [InlineData("都京", false)]
    [InlineData("第3回", true)]
    [InlineData("3回目", true)]
    [InlineData("3回", true)]
    [InlineData("の東京", true)]
    [InlineData("สวัสดี", false)]
    public void Any_part_of_a_text_without_blanks_is_found(string words, bool found)
    {
        using var talk = new Talk();
        talk.Say("明日、第3回目の東京都庁 visit");
        talk.Say("สวั");
        talk.CatchUp();

        Assert.Equal(found ? 1 : 0, talk.FoundWords(words).Length);
    }

    [Fact]
    public void People_conversations_types_and_times_must_all_hold_and_of_one_kind_any()
    {
        using var talk = new Talk();
        talk.Say("word one", "anna", "c1");
        talk.Say("word two", "ben", "c1");
        talk.Say("word three", "anna", "c2");
        talk.Say("word four", "carla", "c2", MessageType.Edit);
        var noon = talk.Now;
        talk.Say("word five", "anna", "c1");
        talk.CatchUp();

        Assert.Equal([1, 3, 5], talk.FoundSeqs(new Selection { Senders = ["anna"] }));
        Assert.Equal([1, 2, 3, 5], talk.FoundSeqs(new Selection { Senders = ["anna", "ben"] }));
        Assert.Equal([1, 5], talk.FoundSeqs(new Selection { Senders = ["anna"], Conversations = ["c1"] }));
        Assert.Equal([3, 4], talk.FoundSeqs(new Selection { Conversations = [LineIds.OfGroup("default", "c2", isDialog: false)] }));
        Assert.Equal([4], talk.FoundSeqs(new Selection { Types = [MessageType.Edit] }));
        Assert.Equal([1, 2, 3, 4, 5], talk.FoundSeqs(new Selection { Types = [MessageType.Edit, MessageType.Text] }));
        Assert.Equal([5], talk.FoundSeqs(new Selection { From = noon }));
        Assert.Equal([4, 3, 2, 1], talk.FoundSeqs(new Selection { Before = noon }, SearchOrder.NewestFirst));
        Assert.Equal(5, talk.FoundSeqs(Selection.Everything).Length);
        Assert.Empty(talk.FoundSeqs(new Selection { Senders = ["nobody"] }));
    }

    [Fact]
    public void Substrings_are_found_in_any_case_and_without_words()
    {
        using var talk = new Talk();
        foreach (var text in new[] { "order XK-4711/b", "nothing", "😀 a smile", "é" }) talk.Say(text);
        talk.CatchUp();

        Assert.Equal([1], talk.FoundSeqs(new Selection { Substring = "k-4711/B" }));
        Assert.Equal([3], talk.FoundSeqs(new Selection { Substring = "😀" }));
        Assert.Equal([4], talk.FoundSeqs(new Selection { Substring = "É" }));
        Assert.Empty(talk.FoundSeqs(new Selection { Substring = "4711 " }));
    }

    [Fact]
    public void Of_a_line_that_was_completed_only_the_latest_revision_is_found()
    {
        using var talk = new Talk();
        talk.Say("sealed text");
        talk.Say("between");
        talk.Complete(1, 1, "opened but wrong");
        talk.Complete(1, 2, "opened well");
        talk.CatchUp();

        Assert.Empty(talk.FoundWords("sealed"));
        Assert.Empty(talk.FoundWords("wrong"));
        Assert.Equal(["opened well"], talk.FoundWords("opened"));
        Assert.Equal(["opened well", "between"], talk.Found(Selection.Everything));
        var first = talk.Index.Find(Selection.Everything).First();
        Assert.Equal((1L, 2), (first.Seq, first.Revision));
    }

    [Fact]
    public void Places_hold_when_their_file_is_closed_and_renamed()
    {
        using var talk = new Talk(new Rotation(MaximumAge: TimeSpan.FromMinutes(3)));
        for (var n = 1; n <= 2; n++) talk.Say($"word {n}");
        talk.CatchUp();
        var places = talk.Index.Find(Selection.Everything).ToArray();
        for (var n = 3; n <= 20; n++) talk.Say($"word {n}");
        talk.CatchUp();

        Assert.Equal(["word 1", "word 2"], places.Select(place => talk.Index.Read(place)["message"]!.Value.Parse().GetString()!));
        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"word {n}"), talk.FoundWords("word"));
        Assert.Empty(talk.CatchUp().Repairs);
    }

    [Fact]
    public void A_search_goes_on_behind_any_line_in_both_directions()
    {
        using var talk = new Talk();
        for (var n = 1; n <= 300; n++) talk.Say(n % 3 == 0 ? "fizz" : "plain");
        talk.CatchUp();
        foreach (var order in Enum.GetValues<SearchOrder>())
        {
            var all = talk.Index.Find(new Selection { Senders = ["anna"] }, order).ToArray();
            Assert.Equal(300, all.Length);
            Assert.Equal(all[151..], talk.Index.Find(new Selection { Senders = ["anna"] }, order, all[150].Row));
        }
    }

    [Fact]
    public void A_clock_that_goes_back_hides_nothing()
    {
        using var talk = new Talk();
        for (var n = 0; n < 3000; n++) talk.Say("before");
        talk.Now = Talk.NewYear - 1_000_000;
        talk.Say("set back");
        talk.Now = Talk.NewYear + 7_200_000_000_000;
        for (var n = 0; n < 3000; n++) talk.Say("after");
        talk.CatchUp();

        Assert.Equal([3001], talk.FoundSeqs(new Selection { Before = Talk.NewYear }));
        Assert.Equal(3000, talk.FoundSeqs(new Selection { From = Talk.NewYear, Before = Talk.NewYear + 7_200_000_000_000 }).Length);
        Assert.Equal(6001, talk.FoundSeqs(new Selection { From = Talk.NewYear - 1_000_000 }).Length);
    }

    [Fact]
    public void Equal_times_keep_the_order_of_the_journal()
    {
        using var talk = new Talk();
        for (var n = 0; n < 5; n++)
        {
            talk.Say("same");
            talk.Now = Talk.NewYear;
        }
        talk.CatchUp();

        Assert.Equal([1, 2, 3, 4, 5], talk.FoundSeqs(new Selection { From = Talk.NewYear, Before = Talk.NewYear + 1 }));
    }
}
