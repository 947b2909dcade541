using System.Text;
using System.Text.Json.Nodes;
using Hansard.Protocol.Content;
using Hansard.Protocol.Tests.Goldens;

namespace Hansard.Protocol.Tests.Content;

public sealed class ChatMessageTests
{
    [Theory]
    [InlineData(1643191581119d, "1643191581119.0")]
    [InlineData(0d, "0.0")]
    [InlineData(1643191581119.5d, "1643191581119.5")]
    [InlineData(1e21, "1E+21")]
    public void Times_are_written_as_doubles(double ts, string text)
    {
        var message = new ChatMessage(new ChatMessageData(new("1"), new TextContent("hi"), new ContentUser("USER_a@b.example", true), ts) { MessageSeen = ts }, "CHAT_DEFAULT_1");
        var json = ChatMessageJson.Write(message);

        var data = JsonNode.Parse(json)!["data"]!;
        Assert.Equal(text, data["ts"]!.ToJsonString());
        Assert.Equal(text, data["messageSeen"]!.ToJsonString());
        Assert.Equal(ts, ChatMessageJson.Read(json).Value.Data.Ts);
    }

    [Fact]
    public void A_new_message_has_only_what_it_was_given()
    {
        var message = new ChatMessage(new ChatMessageData(new("1"), new TextContent("hi"), new ContentUser("u", false), 1), "r");
        JsonValues.AssertEqual(
            """{"data":{"id":"1","ts":1.0,"messageType":"TEXT","content":{"text":"hi","user":{"id":"u","isAgent":false}}},"room":"r"}"""u8.ToArray(),
            ChatMessageJson.Write(message));
    }

    [Fact]
    public void Unknown_members_survive_at_every_level()
    {
        var json = """{"data":{"id":"1","ts":1.0,"x":1.0,"messageType":"TEXT","content":{"text":"hi","y":[null],"user":{"id":"u","isAgent":false,"z":"é"}}},"room":"r","__v":0}"""u8.ToArray();
        JsonValues.AssertEqual(json, ChatMessageJson.Write(ChatMessageJson.Read(json).Value));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"room":"r"}""")]
    [InlineData("""{"data":{"id":"1","ts":1.0},"room":"r"}""")]
    [InlineData("""{"data":{"id":"1","ts":"1","messageType":"TEXT","content":{"text":"x"}},"room":"r"}""")]
    [InlineData("""{"data":{"id":"1","ts":1.0,"messageType":"TEXT","content":{"text":"x","user":{"id":"u"}}},"room":"r"}""")]
    [InlineData("""{"data":{"id":"1","ts":1.0,"messageType":"TEXT","content":{"text":"x"}}}""")]
    public void A_message_of_another_shape_is_refused_in_a_sentence(string json)
    {
        var read = ChatMessageJson.Read(Encoding.UTF8.GetBytes(json));
        Assert.False(read.Succeeded);
        Assert.EndsWith(".", read.Failure.Description, StringComparison.Ordinal);
    }
}
