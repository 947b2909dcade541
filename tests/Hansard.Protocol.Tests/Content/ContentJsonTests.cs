using System.Text;
using Hansard.Protocol.Content;

namespace Hansard.Protocol.Tests.Content;

public sealed class ContentJsonTests
{
    [Theory]
    [InlineData("text", "TEXT")]
    [InlineData("Quick_Reply_Response", "QUICK_REPLY_RESPONSE")]
    [InlineData("ENDCHAT", "endChat")]
    [InlineData("VideoAccepted", "videoAccepted")]
    public void Types_are_read_in_any_letter_case_and_written_as_documented(string sent, string written)
    {
        var read = Read($$$"""{"messageType":"{{{sent}}}","content":{"text":"x","quickReplyId":"q","reply":"r"}}""");
        Assert.Equal(written, read.MessageType);
        Assert.StartsWith($$"""{"messageType":"{{written}}",""", Text(read), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_type_keeps_its_letters_and_everything_in_it() => Assert.Equal(
        """{"messageType":"pollVote","content":{"choice":[1.0,2],"why":null}}""",
        Text(Read("""{"messageType":"pollVote","content":{"choice":[1.0,2],"why":null}}""")));

    [Fact]
    public void Unknown_members_survive_beside_known_ones() => Assert.Equal(
        """{"messageType":"TEXT","content":{"text":"hi","style":{"bold":true},"n":1.0}}""",
        Text(Read("""{"messageType":"TEXT","content":{"style":{"bold":true},"text":"hi","n":1.0}}""")));

    [Fact]
    public void Nobody_speaks_as_another_in_the_messenger()
    {
        var read = Read("""{"messageType":"TEXT","content":{"text":"hi","user":{"id":"the boss","isAgent":true}}}""");
        Assert.Null(read.More);
        Assert.Equal("""{"messageType":"TEXT","content":{"text":"hi"}}""", Text(read));
    }

    [Theory]
    [InlineData("TEXT", """{"text":"hi"}""")]
    [InlineData("poll", "{}")]
    public void A_user_is_never_written_into_a_plaintext(string type, string rest)
    {
        var chat = ChatMessageJson.Read(Encoding.UTF8.GetBytes(
            $$"""{"data":{"id":"1","messageType":"{{type}}","ts":1.0,"content":{"user":{"id":"u","isAgent":false}{{(rest == "{}" ? "" : ",")}}{{rest[1..]}} },"room":"r"}"""));
        Assert.Equal($$"""{"messageType":"{{type}}","content":{{rest + "}"}}""", Text(chat.Value.Data.Content));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"messageType":"TEXT"}""")]
    [InlineData("""{"content":{"text":"x"}}""")]
    [InlineData("""{"messageType":"TEXT","content":{"text":"x"},"hidden":"y"}""")]
    [InlineData("""{"messageType":"TEXT","content":{"text":"x"},"messageType":"TEXT"}""")]
    [InlineData("""{"messageType":"TEXT","content":{"text":"x","text":"y"}}""")]
    [InlineData("""{"messageType":"later","content":{"a":{"b":1,"\u0062":2}}}""")]
    [InlineData("""{"messageType":7,"content":{"text":"x"}}""")]
    [InlineData("""{"messageType":"TEXT","content":"x"}""")]
    [InlineData("""{"messageType":"TEXT","content":null}""")]
    [InlineData("""{"messageType":"TEXT","content":{}}""")]
    [InlineData("""{"messageType":"TEXT","content":{"text":null}}""")]
    [InlineData("""{"messageType":"TEXT","content":{"text":7}}""")]
    [InlineData("""{"messageType":"TEXT","content":{"text":"\ud800"}}""")]
    [InlineData("""{"messageType":"\ud800","content":{}}""")]
    [InlineData("""{"messageType":"QUICK_REPLY","content":{"text":"x","quickReplies":[null]}}""")]
    [InlineData("""{"messageType":"LOCATION","content":{"latitude":1e999,"longitude":1}}""")]
    [InlineData("""{"messageType":"EDIT","content":{"target":"","text":"x"}}""")]
    public void A_plaintext_of_another_shape_is_refused_in_a_sentence(string plaintext)
    {
        var read = ContentJson.Read(Encoding.UTF8.GetBytes(plaintext));
        Assert.False(read.Succeeded);
        Assert.Equal(Status.Invalid, read.Failure.Status);
        Assert.EndsWith(".", read.Failure.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("System", read.Failure.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void A_plaintext_deeper_than_32_levels_is_refused(string open, string close)
    {
        byte[] Nested(int levels) => Encoding.UTF8.GetBytes(
            "{\"messageType\":\"x\",\"content\":{\"a\":" + string.Concat(Enumerable.Repeat(open, levels - 2)) + "0" + string.Concat(Enumerable.Repeat(close, levels - 2)) + "}}");
        Assert.True(ContentJson.Read(Nested(32)).Succeeded);
        Assert.False(ContentJson.Read(Nested(33)).Succeeded);
    }

    [Fact]
    public void An_absent_member_is_not_a_null_one()
    {
        var absent = (ImageContent)Read("""{"messageType":"IMAGE","content":{"fileName":"a.jpg"}}""");
        var isNull = (ImageContent)Read("""{"messageType":"IMAGE","content":{"fileName":"a.jpg","caption":null}}""");

        Assert.False(absent.Caption.IsPresent);
        Assert.True(isNull.Caption.IsPresent);
        Assert.Null(isNull.Caption.Value);
        Assert.Equal("a.jpg", absent.FileName.Value);
    }

    private static MessageContent Read(string json)
    {
        var read = ContentJson.Read(Encoding.UTF8.GetBytes(json));
        Assert.True(read.Succeeded, read.Failure?.Description);
        return read.Value;
    }

    private static string Text(MessageContent content) => Encoding.UTF8.GetString(ContentJson.Write(content));
}
