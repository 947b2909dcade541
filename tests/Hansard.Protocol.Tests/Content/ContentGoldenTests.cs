using System.Text;
using System.Text.Json.Nodes;
using Hansard.Protocol.Content;
using Hansard.Protocol.Tests.Goldens;

namespace Hansard.Protocol.Tests.Content;

public sealed class ContentGoldenTests
{
    public static TheoryData<string> Chat => [.. Golden.Files("chat").Select(path => Path.GetFileNameWithoutExtension(path))];

    public static TheoryData<string> Plaintexts => [.. Golden.Files("content").Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Plaintexts))]
    public void A_plaintext_reads_and_writes_back_to_the_same_value(string name)
    {
        var json = File("content", name);
        var read = ContentJson.Read(json);

        Assert.True(read.Succeeded, read.Failure?.Description);
        JsonValues.AssertEqual(json, ContentJson.Write(read.Value));
        Assert.Equal(name.EndsWith("-unknown", StringComparison.Ordinal), read.Value is UnknownContent);
        Assert.Null(ContentRules.Check(read.Value));
    }

    [Theory]
    [MemberData(nameof(Chat))]
    public void A_chat_message_reads_and_writes_back_to_the_same_value(string name)
    {
        var json = File("chat", name);
        var read = ChatMessageJson.Read(json);

        Assert.True(read.Succeeded, read.Failure?.Description);
        Assert.IsNotType<UnknownContent>(read.Value.Data.Content);
        Assert.NotNull(read.Value.Data.User);
        Assert.Null(ContentRules.Check(read.Value.Data.Content));
        JsonValues.AssertEqual(json, ChatMessageJson.Write(read.Value));
    }

    /// <summary>A document store tells 1.0 from 1, so not only values but the texts of all numbers come back.</summary>
    [Theory]
    [MemberData(nameof(Chat))]
    public void The_numbers_of_a_chat_message_keep_their_type(string name)
    {
        var json = File("chat", name);
        Assert.Equal(Numbers(JsonNode.Parse(json)), Numbers(JsonNode.Parse(ChatMessageJson.Write(ChatMessageJson.Read(json).Value))));
    }

    /// <summary>The plaintext of the messenger is the same content without its user.</summary>
    [Theory]
    [MemberData(nameof(Chat))]
    public void Content_of_chat_travels_in_the_messenger_too(string name)
    {
        var data = JsonNode.Parse(File("chat", name))!["data"]!;
        var content = ChatMessageJson.Read(File("chat", name)).Value.Data.Content;

        var plaintext = ContentJson.Write(content);

        data["content"]!.AsObject().Remove("user");
        var expected = new JsonObject { ["messageType"] = data["messageType"]!.DeepClone(), ["content"] = data["content"]!.DeepClone() };
        JsonValues.AssertEqual(Encoding.UTF8.GetBytes(expected.ToJsonString()), plaintext);
        JsonValues.AssertEqual(plaintext, ContentJson.Write(ContentJson.Read(plaintext).Value));
    }

    [Fact]
    public void Every_content_type_has_an_example()
    {
        var exampled = Chat.Select(row => row.Data[3..]).Concat(Plaintexts.Select(row => row.Data.Split('-')[0]));
        Assert.Empty(ContentTypes.All.Except(exampled));
    }

    [Fact]
    public void Every_content_record_stands_in_the_table()
    {
        var records = typeof(MessageContent).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(MessageContent)) && !type.IsAbstract && type != typeof(UnknownContent));
        Assert.Equal(records.Count(), ContentTypes.All.Count());
        Assert.Equal(25 + 9, ContentTypes.All.Count());
    }

    private static byte[] File(string folder, string name) =>
        System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", folder, name + ".json"));

    private static IEnumerable<string> Numbers(JsonNode? node) => (node switch
    {
        JsonObject members => members.OrderBy(member => member.Key, StringComparer.Ordinal).SelectMany(member => Numbers(member.Value)),
        JsonArray elements => elements.SelectMany(Numbers),
        JsonValue value when value.GetValueKind() is System.Text.Json.JsonValueKind.Number => [value.ToJsonString()],
        _ => [],
    }).ToList();
}
