using System.Text;
using Hansard.Protocol.Frames;

namespace Hansard.Protocol.Tests.Frames;

public sealed class FrameReaderTests
{
    [Theory]
    [InlineData("""{"type":"RequestPing","id":7,"body":{"when":1}}""", "7", """{"when":1}""")]
    [InlineData("""{"body":{"when":1},"id":7,"type":"RequestPing"}""", "7", """{"when":1}""")]
    [InlineData("""{"type":"RequestPing","id":"x-1","body":{}}""", "\"x-1\"", "{}")]
    [InlineData("""{"type":"RequestPing","id":"\u00e9\n","body":{}}""", "\"\\u00e9\\n\"", "{}")]
    [InlineData("""{"type":"RequestPing","id":12345678901234567890123,"body":{}}""", "12345678901234567890123", "{}")]
    [InlineData("""{"type":"RequestPing","id":-0}""", "-0", "{}")]
    [InlineData("""{"type":"RequestPing"}""", null, "{}")]
    [InlineData(""" { "ty\u0070e" : "Request\u0050ing" , "more" : [ { "type" : 1 } ] , "body" : { "a" : [ ] } } """, null, """{ "a" : [ ] }""")]
    public void A_frame_gives_its_type_its_id_as_it_came_and_its_body(string json, string? id, string body)
    {
        Assert.True(FrameReader.TryRead(Encoding.UTF8.GetBytes(json), out var frame, out var fault), fault?.Description);

        Assert.Equal("RequestPing", frame.Type);
        Assert.Equal(id, frame.Id.Json);
        Assert.Equal(body, Encoding.UTF8.GetString(frame.Body.Span));
    }

    [Theory]
    [InlineData("""{"type":"RequestPing","body":{"a":1,"a":2},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":1,"\u0061":2},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":[{"b":{"c":0,"d":0,"c":0}}]},"id":7}""")]
    [InlineData("""{"type":"RequestPing","type":"RequestPing","id":7}""")]
    [InlineData("""{"type":"RequestPing","id":7,"body":{},"body":{}}""")]
    [InlineData("""{"type":"RequestPing","x":{"a":1,"a":2},"id":7}""")]
    public void A_key_named_twice_at_any_level_is_refused(string json) => AssertRefused(json, "twice");

    [Theory]
    [InlineData("""{"type":"RequestPing","body":{"a":"\ud800"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":"\udc00"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":"\ud83dx\udc4d"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":"\ud83d\ud83d"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":"\ud83d\\dc4d"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":["\uDFFF"]},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"\ud800":1},"id":7}""")]
    [InlineData("""{"type":"RequestPing","\udbff":1,"id":7}""")]
    public void Half_a_surrogate_pair_is_refused(string json) => AssertRefused(json, "surrogate");

    [Theory]
    [InlineData("""{"type":"RequestPing","body":{"a":"\u0000"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":["x",{"b":"\ud83d\udc4d\u0000"}]},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":"\\\u0000"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a\u0000":1},"id":7}""")]
    public void A_character_that_no_store_holds_is_refused(string json) => AssertRefused(json, "U+0000");

    [Theory]
    [InlineData("""{"type":"RequestPing","body":{"a":"\\u0000"},"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":"\u0001"},"id":7}""")]
    public void What_only_looks_like_it_is_not(string json) => Assert.True(FrameReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out _));

    [Theory]
    [InlineData("""{"type":"RequestPing","body":[],"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":null,"id":7}""")]
    [InlineData("""{"type":"RequestPing","body":"{}","id":7}""")]
    [InlineData("""{"type":"RequestPing","body":1,"id":7}""")]
    public void A_body_that_is_no_object_is_refused(string json) => AssertRefused(json, "body must be an object.");

    [Theory]
    [InlineData("""{"id":7,"body":{}}""")]
    [InlineData("""{"type":null,"id":7,"body":{}}""")]
    [InlineData("""{"type":1,"id":7,"body":{}}""")]
    [InlineData("""{"type":{"type":"RequestPing"},"id":7,"body":{}}""")]
    [InlineData("""{"type":["RequestPing"],"id":7,"body":{}}""")]
    [InlineData("""{"type":"\ud800","id":7,"body":{}}""")]
    public void A_type_that_cannot_be_read_is_refused_under_an_empty_one(string json)
    {
        var fault = Fault(json);
        Assert.False(fault.Closes);
        Assert.Equal("", fault.Type);
        Assert.Equal("7", fault.Id.Json);
        Assert.Contains("type", fault.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_longer_than_any_name_is_refused() =>
        Assert.Equal("", Fault($"{{\"type\":\"{new string('x', Limits.FrameTypeCharacters + 1)}\"}}").Type);

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("1E3")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"\\udc00\"")]
    [InlineData("\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void An_id_that_is_neither_a_short_string_nor_an_integer_is_refused_and_not_echoed(string id)
    {
        var fault = Fault($$"""{"id":{{id}},"type":"RequestPing"}""");
        Assert.False(fault.Closes);
        Assert.Equal(FrameId.None, fault.Id);
        Assert.Equal("RequestPing", fault.Type);
        Assert.StartsWith("id must be", fault.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_of_64_characters_is_echoed_however_it_was_escaped()
    {
        var plain = new string('ü', 64);
        var escaped = Times(64, "\\u00fc");
        Assert.Equal($"\"{plain}\"", Read($$"""{"type":"RequestPing","id":"{{plain}}"}""").Id.Json);
        Assert.Equal($"\"{escaped}\"", Read($$"""{"type":"RequestPing","id":"{{escaped}}"}""").Id.Json);
        Assert.Equal(FrameId.None, Fault($$"""{"type":"RequestPing","id":"{{escaped}}\u00fc"}""").Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("hello")]
    [InlineData("""{"type":"RequestPing",}""")]
    [InlineData("""{"type":"RequestPing"}{}""")]
    [InlineData("""{"type":"RequestPing"} x""")]
    [InlineData("""{"type":"RequestPing","body":{"a":01}}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":NaN}}""")]
    [InlineData("""{"type":"RequestPing","body":{"a":"\x"}}""")]
    [InlineData("""{"type":"RequestPing" /* why */}""")]
    [InlineData("{'type':'RequestPing'}")]
    [InlineData("\uFEFF{\"type\":\"RequestPing\"}")]
    [InlineData("[]")]
    [InlineData("[{\"type\":\"RequestPing\"}]")]
    [InlineData("null")]
    [InlineData("\"RequestPing\"")]
    [InlineData("7")]
    public void What_is_no_json_object_closes_the_connection(string text) => Assert.True(Fault(text).Closes);

    [Fact]
    public void Bytes_that_are_no_utf8_close_the_connection()
    {
        byte[] frame = [.. "{\"type\":\"RequestPing\",\"body\":{\"a\":\""u8, 0xC3, 0x28, .. "\"}}"u8];
        Assert.False(FrameReader.TryRead(frame, out _, out var fault));
        Assert.True(fault.Closes);
        Assert.Contains("UTF-8", fault.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void A_frame_may_be_32_levels_deep_and_no_deeper(string open, string close)
    {
        // The frame is the first level, the body the second.
        string Nested(int levels) =>
            $$"""{"type":"RequestPing","body":{"a":{{Times(levels - 2, open)}}0{{Times(levels - 2, close)}} } }""";

        Assert.Equal("RequestPing", Read(Nested(Limits.JsonDepth)).Type);
        foreach (var levels in new[] { Limits.JsonDepth + 1, Limits.JsonDepth + 2, 10_000 })
        {
            var fault = Fault(Nested(levels));
            Assert.True(fault.Closes);
            Assert.Equal("RequestPing", fault.Type);
            Assert.Contains("32 levels", fault.Description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_fault_is_told_under_the_type_and_id_that_come_after_it() =>
        AssertRefused("""{"body":{"a":1,"a":2},"x":"\ud800","type":"RequestPing","id":7}""", "twice");

    [Fact]
    public void What_is_no_json_behind_a_fault_still_closes() =>
        Assert.True(Fault("""{"body":{"a":1,"a":2},"type":"RequestPing" oops""").Closes);

    [Fact]
    public void The_same_key_in_different_objects_is_no_repetition() =>
        Read("""{"type":"RequestPing","body":{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}],"type":"x","body":{"id":1}},"id":1}""");

    [Theory]
    [InlineData("\"a\":1", "twice")]
    [InlineData("\"\\u0061\":1", "twice")]
    [InlineData("\"b\":1", null)]
    public void A_repetition_is_found_among_very_many_keys(string last, string? fault)
    {
        var many = string.Join(',', Enumerable.Range(0, 50_000).Select(n => $"\"k{n}\":{n},\"\\u006b-{n}\":0"));
        var json = $$"""{"type":"RequestPing","body":{"a":0,{{many}},{{last}}},"id":7}""";
        if (fault is null) Read(json);
        else AssertRefused(json, fault);
    }

    [Fact]
    public void A_known_type_is_the_one_string_of_its_name()
    {
        Assert.Same(RequestPingType, Read("""{"type":"RequestPing"}""").Type);
        Assert.Equal("RequestFromTheFuture", Read("""{"type":"RequestFromTheFuture"}""").Type);
    }

    [Fact]
    public void A_frame_without_an_id_is_read_without_allocating()
    {
        ReadOnlyMemory<byte> utf8 = """{"type":"RequestPing","body":{"clientVersion":"1","when":1}}"""u8.ToArray();
        Assert.True(FrameReader.TryRead(utf8, out _, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 100; n++) FrameReader.TryRead(utf8, out _, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("""{"type":"RequestAddMessage","body":{"bodyEncryptedBase64":"AAAA""", "RequestAddMessage")]
    [InlineData("""{"id":9,"x":{"type":"no"},"type":"RequestAddMessage","bo""", "RequestAddMessage")]
    [InlineData("""{"type":"RequestAdd""", null)]
    [InlineData("""{"body":{"type":"RequestAddMessage","x":""", null)]
    [InlineData("""{"type":7,"body":{""", null)]
    [InlineData("""["type","RequestAddMessage"]""", null)]
    [InlineData("""oops {"type":"RequestAddMessage"}""", null)]
    [InlineData("", null)]
    public void The_beginning_of_a_frame_shows_its_type_when_it_is_there(string beginning, string? type) =>
        Assert.Equal(type, FrameReader.PeekType(Encoding.UTF8.GetBytes(beginning)));

    private static string Times(int count, string text) => string.Concat(Enumerable.Repeat(text, count));

    private static string RequestPingType => Protocol.Presence.RequestPing.Type;

    private static Frame Read(string json)
    {
        Assert.True(FrameReader.TryRead(Encoding.UTF8.GetBytes(json), out var frame, out var fault), fault?.Description);
        return frame;
    }

    private static FrameFault Fault(string json)
    {
        Assert.False(FrameReader.TryRead(Encoding.UTF8.GetBytes(json), out _, out var fault));
        return fault;
    }

    private static void AssertRefused(string json, string saying)
    {
        var fault = Fault(json);
        Assert.False(fault.Closes);
        Assert.Equal("RequestPing", fault.Type);
        Assert.Equal("7", fault.Id.Json);
        Assert.Contains(saying, fault.Description, StringComparison.Ordinal);
    }
}
