using Hansard.Archive.Search;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Archive.Tests.Search;

/// <summary>Names and texts of people who know how an index works.</summary>
public sealed class HostileTests
{
    [Theory]
    [InlineData("\" OR \"x")]
    [InlineData("text : (a) AND NOT b")]
    [InlineData("facets:c0000000000000000")]
    [InlineData("a NEAR(b c, 10) ^d + e")]
    [InlineData("'); DROP TABLE line; --")]
    [InlineData("zero\0in the middle")]
    [InlineData("\u001b[31mred\u202e")]
    [InlineData("{}[]()*?:^+-")]
    public void Whatever_is_said_is_found_by_its_words_and_breaks_no_search(string text)
    {
        using var talk = new Talk();
        talk.Say(text, text, text);
        talk.Say("plain", "anna", "c");
        talk.CatchUp();

        Assert.Equal([1], talk.FoundSeqs(new Selection { Senders = [text] }));
        Assert.Equal([1], talk.FoundSeqs(new Selection { Participants = [text], Conversations = [text] }));
        Assert.Equal([1], talk.FoundSeqs(new Selection { Substring = text }));
        var written = new SelectionText { Words = text }.Read(out _);
        if (written is not null) Assert.DoesNotContain(2, talk.FoundSeqs(written));
        Assert.Equal(["plain"], talk.FoundWords("plain"));
    }

    [Fact]
    public void Marks_of_the_index_in_a_text_are_words_like_others()
    {
        using var talk = new Talk();
        talk.Say("hello", "anna", "c");
        var mark = IndexKey.Token('s', IndexKey.Of("anna"));
        talk.Say($"{mark} t9000 {IndexKey.Token('c', IndexKey.Of("c"))}", "eve", "d");
        talk.CatchUp();

        Assert.Equal([1], talk.FoundSeqs(new Selection { Senders = ["anna"] }));
        Assert.Equal([1], talk.FoundSeqs(new Selection { Participants = ["anna"], Conversations = ["c"] }));
        Assert.Empty(talk.FoundSeqs(new Selection { Types = [MessageType.Edit] }));
        Assert.Equal([2], talk.FoundSeqs(new SelectionText { Words = mark }.Read(out _)!));
    }

    [Fact]
    public void Empty_and_enormous_texts_are_lines_like_others()
    {
        using var talk = new Talk();
        talk.Say("");
        talk.Say(string.Join(' ', Enumerable.Range(0, 200_000).Select(n => $"w{n}")));
        talk.Say(new string('a', 1_000_000));
        talk.CatchUp();

        Assert.Equal([2], talk.FoundSeqs(new SelectionText { Words = "\"w199998 w199999\"" }.Read(out _)!));
        Assert.Equal([1, 2, 3], talk.FoundSeqs(Selection.Everything));
        Assert.Equal([3], talk.FoundSeqs(new Selection { Substring = new string('A', 1_000) }));
    }

    [Fact]
    public void A_line_of_another_form_is_found_by_what_it_has()
    {
        using var talk = new Talk();
        talk.Add(MessageType.RoomMembersChanged, [LineMember.Object("control", writer => writer.Member("addedusers", "not a list"))], "anna");
        talk.Add(MessageType.Call, [LineMember.Object("call", writer => writer.Member("participants", new[] { "zz", "", "abc" }))], "anna");
        talk.Add(4013, [LineMember.Text("message", "of a type from elsewhere")], "anna");
        talk.Add(MessageType.Edit, [LineMember.Text("edit", "no object")], "anna");
        talk.CatchUp();

        Assert.Equal([1, 2, 3, 4], talk.FoundSeqs(new Selection { Senders = ["anna"] }));
        Assert.Equal([3], talk.FoundSeqs(new Selection { Types = [4013] }));
    }
}
