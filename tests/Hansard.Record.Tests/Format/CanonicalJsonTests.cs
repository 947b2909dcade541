using System.Text;
using System.Text.Json;
using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true, null ] }""", """{"a":[true,null],"b":1}""")]
    [InlineData("""{"a":{"z":{},"B":[]},"A":1}""", """{"A":1,"a":{"B":[],"z":{}}}""")]
    [InlineData("""[1.0,1e2,-0,12345678901234567890]""", """[1.0,1e2,-0,12345678901234567890]""")]
    [InlineData("""["\u0041\/\u00e8\u2028","<&'+>"]""", "[\"A/è\u2028\",\"<&'+>\"]")]
    [InlineData("""["\ud83d\udc4d\ud83c\udffb"]""", "[\"👍🏻\"]")]
    [InlineData("""["\"\\\b\f\n\r\t\u0000\u001f\u007f"]""", "[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\"]")]
    [InlineData("""{"\ufb01":1,"\ud83d\udc4d":2}""", "{\"👍\":2,\"ﬁ\":1}")]
    public void Json_from_elsewhere_comes_out_in_one_form(string json, string expected)
    {
        Assert.True(CanonicalJson.TryFrom(Encoding.UTF8.GetBytes(json), out var value));
        Assert.Equal(expected, value.ToString());
        Assert.True(CanonicalJson.TryFrom(value.Utf8, out var again));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00":1}""")]
    public void What_readers_would_not_agree_on_is_refused(string json) =>
        Assert.False(CanonicalJson.TryFrom(Encoding.UTF8.GetBytes(json), out _));

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused() =>
        Assert.False(CanonicalJson.TryFrom(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }, out _));

    [Fact]
    public void The_deepest_value_accepted_is_read_again_inside_a_line()
    {
        var deepest = new string('[', CanonicalJson.MaximumDepth) + new string(']', CanonicalJson.MaximumDepth);
        Assert.False(CanonicalJson.TryFrom(Encoding.UTF8.GetBytes($"[{deepest}]"), out _));
        Assert.True(CanonicalJson.TryFrom(Encoding.UTF8.GetBytes(deepest), out var value));

        var line = Lines.Of(1, members: [], hansardMembers: [new("content", value)]);

        Assert.True(LineReader.TryRead(line.ToUtf8(), out var read, out var fault), fault);
        Assert.Equal(value, read!.Hansard!["content"]);
    }

    [Fact]
    public void A_key_out_of_order_cannot_be_written()
    {
        Assert.Throws<InvalidOperationException>(() => CanonicalJson.Build(writer =>
        {
            writer.StartObject();
            writer.Member("b", 1);
            writer.Member("a", 1);
        }));
        Assert.Throws<InvalidOperationException>(() => CanonicalJson.Build(writer =>
        {
            writer.StartObject();
            writer.Member("a", 1);
            writer.Member("a", 1);
        }));
    }

    [Fact]
    public void Every_character_is_written_so_that_a_reader_gets_it_back()
    {
        var everything = new StringBuilder();
        for (var code = 0; code <= 0x10FFFF; code++)
            if (Rune.IsValid(code)) everything.Append(new Rune(code).ToString());
        var text = everything.ToString();

        var written = CanonicalJson.Of(text);

        Assert.Equal(text, JsonSerializer.Deserialize<string>(written.Utf8.Span));
    }
}
