using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Xunit;

namespace Hansard.Server.Tests.Connections;

/// <summary>The table of malformed frames, line by line: what each is answered, and whether the connection stays.</summary>
public sealed class MalformedFrameTests(PatientServer shared) : IClassFixture<PatientServer>
{
    private static int numbers;

    private TestServer Server => shared.Server;

    private Task<TestPerson> Somebody() => Server.Person($"+1555{Interlocked.Increment(ref numbers):D7}");

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public async Task What_is_not_utf_8_closes_the_connection_with_1007(byte[] wrong)
    {
        await using TestSocket socket = await Server.Connect();
        await socket.SendBytes([.. "{\"type\":\"RequestGetServerSettings\",\"body\":{\"x\":\""u8, .. wrong, .. "\"}}"u8]);
        Assert.Null(await socket.Receive());
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, socket.CloseStatus);
        Assert.Empty(Server.Errors);
    }

    [Fact]
    public async Task A_binary_frame_closes_the_connection_with_1003()
    {
        await using TestSocket socket = await Server.Connect();
        await socket.SendBytes("{\"type\":\"RequestGetServerSettings\",\"body\":{}}"u8.ToArray(), WebSocketMessageType.Binary);
        Assert.Null(await socket.Receive());
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, socket.CloseStatus);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(8 * 1024 * 1024)]
    public async Task Before_authentication_a_frame_over_16_KiB_is_invalid_and_closes_with_1009(int tooMany)
    {
        await using TestSocket socket = await Server.Connect();
        Assert.Equal("ResponseServerSettings", await Answer(socket, Padded("RequestGetServerSettings", Limits.FrameBytesBeforeAuthentication)));
        await TooLarge(socket, "RequestGetServerSettings", Padded("RequestGetServerSettings", Limits.FrameBytesBeforeAuthentication + tooMany));
    }

    [Fact]
    public async Task Before_authentication_a_key_set_has_no_more_room_than_anything_else()
    {
        await using TestSocket socket = await Server.Connect();
        await TooLarge(socket, "RequestAddNewSessionKeys", Padded("RequestAddNewSessionKeys", Limits.FrameBytesBeforeAuthentication + 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8 * 1024 * 1024)]
    public async Task After_authentication_a_frame_over_256_KiB_is_invalid_and_closes_with_1009(int tooMany)
    {
        await using TestPerson person = await Somebody();
        Assert.Equal("ResponseServerSettings", await Answer(person.Socket, Padded("RequestGetServerSettings", Limits.FrameBytes)));
        await TooLarge(person.Socket, "RequestGetServerSettings", Padded("RequestGetServerSettings", Limits.FrameBytes + tooMany));
    }

    [Theory]
    [InlineData("RequestAddNewSessionKeys")]
    [InlineData("RequestCreateConversationFull")]
    public async Task A_key_set_may_have_2_MiB_and_not_one_byte_more(string type)
    {
        await using TestPerson person = await Somebody();
        // Nothing but padding: refused for what is missing in it, not for its size.
        Assert.Equal("ResponseStatusMessage", await Answer(person.Socket, Padded(type, Limits.FullKeySetFrameBytes)));
        await TooLarge(person.Socket, type, Padded(type, Limits.FullKeySetFrameBytes + 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("x")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"RequestGetServerSettings\"")]
    [InlineData("[]")]
    [InlineData("[{\"type\":\"RequestGetServerSettings\",\"id\":1,\"body\":{}}]")]
    [InlineData("{\"type\":\"RequestGetServerSettings\",\"id\":1,\"body\":{}", "RequestGetServerSettings", "1")]
    [InlineData("{\"type\":\"RequestGetServerSettings\",\"id\":1,\"body\":{}}}", "RequestGetServerSettings", "1")]
    [InlineData("{\"type\":\"RequestGetServerSettings\",\"id\":1,\"body\":{}} {}", "RequestGetServerSettings", "1")]
    [InlineData("{\"type\":\"RequestGetServerSettings\",\"id\":1,\"body\":{},}", "RequestGetServerSettings", "1")]
    [InlineData("{\"type\":\"RequestGetServerSettings\",\"id\":1,\"body\":{\"x\":01}}", "RequestGetServerSettings", "1")]
    [InlineData("{'type':'RequestGetServerSettings'}")]
    public async Task What_is_no_json_object_is_invalid_and_closes_with_1007(string frame, string type = "", string? id = null)
    {
        await using TestSocket socket = await Server.Connect();
        await socket.SendText(frame);
        AssertInvalid(await socket.Receive(), type, id);
        Assert.Null(await socket.Receive());
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, socket.CloseStatus);
        Assert.Empty(Server.Errors);
    }

    [Fact]
    public async Task A_frame_may_be_32_deep_and_no_deeper()
    {
        await using TestSocket socket = await Server.Connect();
        Assert.Equal("ResponseServerSettings", await Answer(socket, Nested(Limits.JsonDepth)));
        await socket.SendText(Nested(Limits.JsonDepth + 1));
        AssertInvalid(await socket.Receive(), "RequestGetServerSettings", "1");
        Assert.Null(await socket.Receive());
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, socket.CloseStatus);
    }

    [Fact]
    public async Task A_hundred_thousand_brackets_are_answered_like_any_other_nonsense()
    {
        await using TestPerson person = await Somebody();
        await person.Socket.SendText("{\"type\":\"RequestGetServerSettings\",\"id\":1,\"body\":" + new string('[', 100_000));
        AssertInvalid(await person.Socket.Receive(), "RequestGetServerSettings", "1");
        Assert.Null(await person.Socket.Receive());
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, person.Socket.CloseStatus);
    }

    [Theory]
    // A key twice: in the frame, in the body, deep inside, written differently.
    [InlineData("""{"type":"RequestGetServerSettings","type":"RequestGetServerSettings","id":1,"body":{}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"id":2,"body":{}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{},"body":{}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{"a":1,"a":1}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{"a":[{"b":{"c":1,"c":2}}]}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{"a":1,"\u0061":1}}""", "RequestGetServerSettings", "1")]
    // Half of a surrogate pair.
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{"a":"\ud800"}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{"a":"\udc00\ud800"}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{"\ud83d":1}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":"\ud83d","body":{}}""", "RequestGetServerSettings")]
    [InlineData("""{"type":"\ud83d","id":1,"body":{}}""", "", "1")]
    // What no store holds.
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":{"a":"\u0000"}}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":"\u0000","body":{}}""", "RequestGetServerSettings")]
    // The frame's own members.
    [InlineData("""{"id":1,"body":{}}""", "", "1")]
    [InlineData("""{"type":null,"id":1,"body":{}}""", "", "1")]
    [InlineData("""{"type":7,"id":1,"body":{}}""", "", "1")]
    [InlineData("""{"type":{"type":"RequestGetServerSettings"},"id":1,"body":{}}""", "", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1.5,"body":{}}""", "RequestGetServerSettings")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1e3,"body":{}}""", "RequestGetServerSettings")]
    [InlineData("""{"type":"RequestGetServerSettings","id":true,"body":{}}""", "RequestGetServerSettings")]
    [InlineData("""{"type":"RequestGetServerSettings","id":{},"body":{}}""", "RequestGetServerSettings")]
    [InlineData("""{"type":"RequestGetServerSettings","id":"12345678901234567890123456789012345678901234567890123456789012345","body":{}}""", "RequestGetServerSettings")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":[]}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":null}""", "RequestGetServerSettings", "1")]
    [InlineData("""{"type":"RequestGetServerSettings","id":1,"body":"{}"}""", "RequestGetServerSettings", "1")]
    public async Task A_broken_rule_of_frames_is_invalid_and_the_connection_stays(string frame, string type, string? id = null)
    {
        await using TestSocket socket = await Server.Connect();
        await socket.SendText(frame);
        AssertInvalid(await socket.Receive(), type, id);
        await AssertStays(socket);
        Assert.Empty(Server.Errors);
    }

    [Theory]
    [InlineData("""{"conversationUuid":"c","fromMessageUuid":null,"size":"10"}""", "size must be an integer.")]
    [InlineData("""{"conversationUuid":"c","fromMessageUuid":null}""", "size is missing.")]
    [InlineData("""{"conversationUuid":"c","fromMessageUuid":null,"size":null}""", "size must not be null.")]
    [InlineData("""{"conversationUuid":"c","fromMessageUuid":null,"size":2147483648}""", "size must be between -2147483648 and 2147483647.")]
    [InlineData("""{"conversationUuid":"c","fromMessageUuid":null,"size":99999999999999999999999999}""", "size must be between -2147483648 and 2147483647.")]
    [InlineData("""{"conversationUuid":"c","fromMessageUuid":null,"size":0}""", "size must be at least 1.")]
    [InlineData("""{"conversationUuid":"","fromMessageUuid":null,"size":10}""", "conversationUuid must have 1 to 64 characters.")]
    [InlineData("""{"conversationUuid":["c"],"fromMessageUuid":null,"size":10}""", "conversationUuid must be a string.")]
    public async Task A_body_that_is_not_as_documented_is_invalid_in_words_for_people_and_the_connection_stays(string body, string sentence)
    {
        await using TestPerson person = await Somebody();
        await person.Socket.SendText($$"""{"type":"RequestGetMessages","id":1,"body":{{body}} }""");
        JsonObject answer = (await person.Socket.Receive())!;
        AssertInvalid(answer, "RequestGetMessages", "1");
        Assert.Equal(sentence, (string)answer["body"]!["description"]!);
        await AssertStays(person.Socket);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("\"\"")]
    [InlineData("\"a string, with \\\"quotes\\\" and \\u00e9\"")]
    [InlineData("\"1234567890123456789012345678901234567890123456789012345678901234\"")]
    public async Task An_id_comes_back_byte_for_byte(string id)
    {
        await using RawSocket socket = await RawSocket.Connect(Server);
        await socket.Send($$"""{"type":"RequestGetServerSettings","id":{{id}},"body":{} }""");
        Assert.StartsWith($$"""{"type":"ResponseServerSettings","id":{{id}},"body":""", Encoding.UTF8.GetString((await socket.Receive())!.Value.Payload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_may_stand_in_any_order_and_only_the_type_is_needed()
    {
        await using TestSocket socket = await Server.Connect();
        await socket.SendText("""{"body":{"later":[1]},"more":{"type":"x"},"type":"RequestGetServerSettings"}""");
        Assert.Equal("""["type","body"]""", new JsonArray([.. (await socket.Receive())!.Select(member => (JsonNode)member.Key)]).ToJsonString());
        await socket.SendText("""{"type":"RequestGetServerSettings"}""");
        Assert.Equal("ResponseServerSettings", (string)(await socket.Receive())!["type"]!);
    }

    private static async Task TooLarge(TestSocket socket, string type, string frame)
    {
        await socket.SendText(frame);
        AssertInvalid(await socket.Receive(), type, null);
        Assert.Null(await socket.Receive());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }

    private static async Task<string> Answer(TestSocket socket, string frame)
    {
        await socket.SendText(frame);
        return (string)(await socket.Receive())!["type"]!;
    }

    private static async Task AssertStays(TestSocket socket) =>
        Assert.Equal("ResponsePong", await Answer(socket, """{"type":"RequestPing","id":2,"body":{"clientVersion":"1","when":1}}"""));

    private static void AssertInvalid(JsonObject? answer, string requestType, string? id)
    {
        Assert.NotNull(answer);
        Assert.Equal("ResponseStatusMessage", (string)answer["type"]!);
        Assert.Equal(id, answer["id"]?.ToJsonString());
        JsonNode body = answer["body"]!;
        Assert.Equal((requestType, "invalid"), ((string)body["requestType"]!, (string)body["status"]!));
        Assert.EndsWith(".", (string)body["description"]!, StringComparison.Ordinal);
    }

    /// <summary>A frame of exactly so many bytes.</summary>
    private static string Padded(string type, int bytes)
    {
        string head = $$"""{"type":"{{type}}","id":1,"body":{"padding":" """.TrimEnd();
        return head + new string('p', bytes - head.Length - 3) + "\"}}";
    }

    /// <summary>A frame of so many levels, of which itself and its body are the first two.</summary>
    private static string Nested(int depth) =>
        $$"""{"type":"RequestGetServerSettings","id":1,"body":{"x":{{new string('[', depth - 2)}}{{new string(']', depth - 2)}} } }""";
}
