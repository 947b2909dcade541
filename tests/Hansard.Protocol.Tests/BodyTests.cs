using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Protocol.Contacts;
using Hansard.Protocol.Conversations;
using Hansard.Protocol.Messages;
using Hansard.Protocol.Tests.Goldens;

namespace Hansard.Protocol.Tests;

public sealed class BodyTests
{
    public static TheoryData<string> Requests =>
        [.. Golden.Wire.Where(golden => golden.Kind is WireKind.Request).Select(golden => golden.File)];

    [Theory]
    [InlineData("size", "\"10\"", "size must be an integer.")]
    [InlineData("size", "10.5", "size must be an integer.")]
    [InlineData("size", "1e1", "size must be an integer.")]
    [InlineData("size", "10.0", "size must be an integer.")]
    [InlineData("size", "2147483648", "size must be between -2147483648 and 2147483647.")]
    [InlineData("size", "null", "size must not be null.")]
    [InlineData("size", null, "size is missing.")]
    [InlineData("conversationUuid", null, "conversationUuid is missing.")]
    [InlineData("conversationUuid", "null", "conversationUuid must not be null.")]
    [InlineData("conversationUuid", "7", "conversationUuid must be a string.")]
    [InlineData("conversationUuid", "\"\"", "conversationUuid must have 1 to 64 characters.")]
    [InlineData("conversationUuid", "{}", "conversationUuid must be a string.")]
    [InlineData("fromMessageUuid", null, "fromMessageUuid is missing.")]
    [InlineData("fromMessageUuid", "[]", "fromMessageUuid must be a string.")]
    public void A_wrong_member_is_named_in_a_sentence(string member, string? json, string sentence)
    {
        var body = JsonNode.Parse("""{"conversationUuid":"c","fromMessageUuid":null,"size":10}""")!.AsObject();
        body.Remove(member);
        if (json is not null) body[member] = JsonNode.Parse(json);
        Assert.Equal(sentence, Refused<RequestGetMessages>(body.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"admins":{"u":"k"},"members":{"u":null}}""", "members.u must not be null.")]
    [InlineData("""{"admins":{"u":1},"members":{}}""", "admins.u must be a string.")]
    [InlineData("""{"admins":[],"members":{}}""", "admins must be an object.")]
    [InlineData("""{"admins":{"":"k"},"members":{}}""", "The keys of admins must be ids of 1 to 64 characters.")]
    [InlineData("""{"sessionKeyValue":null}""", "sessionKeyValue must not be null.")]
    [InlineData("""{"sessionKeyValue":{}}""", "sessionKeyValue.keyEncryptedBase64 is missing.")]
    [InlineData("""{"isDialog":"true"}""", "isDialog must be true or false.")]
    [InlineData("""{"keyPairUuids":{"u":null}}""", "keyPairUuids.u must not be null.")]
    public void A_wrong_place_inside_is_named_by_its_path(string changes, string sentence)
    {
        var body = JsonNode.Parse(Golden.Wire.Single(golden => golden.File == "websocket/035-RequestCreateConversationFull").Body)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject()) body[name] = value?.DeepClone();
        Assert.Equal(sentence, Refused<RequestCreateConversationFull>(body.ToJsonString()));
    }

    [Theory]
    [InlineData("""{"contactList":[null],"merge":false}""", "contactList[0] must not be null.")]
    [InlineData("""{"contactList":[7],"merge":false}""", "contactList[0] must be an object.")]
    [InlineData("""{"contactList":{},"merge":false}""", "contactList must be a list.")]
    [InlineData("""{"contactList":[{"contactId":"a","contactIdEncrypted":"x","nickEncrypted":null}],"merge":false}""", "contactList[0].trustedFingerprintEncrypted is missing.")]
    public void A_wrong_element_is_named_by_its_place(string body, string sentence) =>
        Assert.Equal(sentence, Refused<RequestUpdateContactList>(body));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public void A_body_that_is_no_object_is_refused(string body) => Assert.Equal("The body must be an object.", Refused<RequestGetMessages>(body));

    [Theory]
    [InlineData("""{"conversationUuid":"c","conversationUuid":"c","fromMessageUuid":null,"size":10}""")]
    [InlineData("""{"conversationUuid":"c","fromMessageUuid":null,"size":10""")]
    [InlineData("""{"conversationUuid":"\ud800","fromMessageUuid":null,"size":10}""")]
    public void Broken_json_is_refused_without_an_exception(string body) => Refused<RequestGetMessages>(body);

    [Fact]
    public void An_id_of_65_characters_is_refused_and_one_of_64_is_kept_as_sent()
    {
        var longest = new string('ß', 64);
        Assert.Equal(longest, Read($$"""{"conversationUuid":"{{longest}}","fromMessageUuid":null,"size":10}""").ConversationUuid.Value);
        Refused<RequestGetMessages>($$"""{"conversationUuid":"{{longest}}x","fromMessageUuid":null,"size":10}""");
    }

    [Fact]
    public void Unknown_members_are_skipped_and_letters_count() =>
        Assert.Equal(10, Read("""{"Size":3,"conversationUuid":"c","fromMessageUuid":null,"size":10,"later":[{"x":1}]}""").Size);

    /// <summary>Every member of every request, with every kind of value that it does not take.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public void A_wrong_type_in_any_member_of_any_request_is_refused_naming_it(string file)
    {
        var golden = Golden.Wire.Single(one => one.File == file);
        Assert.True(WireTypes.TryFind(golden.Type, out var type));
        var example = JsonNode.Parse(golden.Body)!.AsObject();
        foreach (var (name, value) in example)
        {
            foreach (var wrong in Wrong(value))
            {
                var body = example.DeepClone().AsObject();
                body[name] = wrong?.DeepClone();
                Assert.False(type.TryRead(Encoding.UTF8.GetBytes(body.ToJsonString()), out _, out var sentence), $"{name} = {wrong}");
                AssertIsForPeople(sentence, name);
            }
        }
    }

    private static IEnumerable<JsonNode?> Wrong(JsonNode? value)
    {
        JsonNode[] all = [JsonValue.Create("x"), JsonValue.Create(1), JsonValue.Create(true), new JsonObject { ["x"] = 1 }, new JsonArray(1)];
        // Where the example shows null, the member is a string.
        var kind = value?.GetValueKind() ?? JsonValueKind.String;
        var isBool = kind is JsonValueKind.True or JsonValueKind.False;
        return all.Where(one => isBool ? one.GetValueKind() is not JsonValueKind.True : one.GetValueKind() != kind);
    }

    private static RequestGetMessages Read(string body)
    {
        Assert.True(Body.TryRead<RequestGetMessages>(Encoding.UTF8.GetBytes(body), out var value, out var description), description);
        return value;
    }

    private static string Refused<T>(string body) where T : class
    {
        Assert.False(Body.TryRead<T>(Encoding.UTF8.GetBytes(body), out var value, out var sentence));
        Assert.Null(value);
        AssertIsForPeople(sentence, "");
        return sentence;
    }

    private static void AssertIsForPeople(string sentence, string name)
    {
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.Contains(name, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Hansard.", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("JSON value", sentence, StringComparison.Ordinal);
    }
}
