using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Dispatch;

/// <summary>Bodies of the right form with values that nobody would think of: whatever the answer is, it is not that the server broke.</summary>
public sealed class StrangeValueTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string[] Texts =
    [
        "", "\0", "a\0b", " ", "'", "\"; DROP TABLE users; --", "%", "../../etc/passwd", "😀", "e\u0301", "\u202E", "\uFFFF", "-1", "null", "+15550000001",
        "AAAA", "====", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", new('A', 64), new('A', 5_000), new('9', 100_000),
    ];

    private static readonly long[] Numbers = [0, 1, -1, 2, 200, 201, int.MaxValue, int.MinValue];

    [Fact]
    public async Task No_strange_value_of_any_member_of_any_request_breaks_the_server()
    {
        await using TestPerson person = await shared.Server.Keyed("+15550000001"), other = await shared.Server.Keyed("+15550000002");
        (TestBot bot, TestSocket recorderSocket) = await TestBot.Recorder(shared.Server);
        await using TestSocket recorder = recorderSocket;
        await person.Discover(other);
        await person.Socket.Get("RequestCreateConversationFull", person.Creation("c", isDialog: false, [], [other], bot.UserId.Value));
        await person.Say("c", "m");
        int asked = 0;
        foreach (RequestRow row in shared.Server.Core.Table.Rows)
        {
            TestSocket socket = row.Access.Allows(CallerKind.Person) || row.Access is Access.Anyone ? person.Socket : recorder;
            foreach ((string what, JsonObject body) in Examples.Requests[row.Type].SelectMany(example => Strange(row.Type, AtHome(example, person))))
            {
                JsonObject answer = await socket.Ask(row.Type, body);
                Assert.True((string?)answer["body"]!["status"] != "internal", $"{row.Type}, {what}: {answer.ToJsonString()}");
                asked++;
            }
        }
        Assert.True(asked > 1_000, $"only {asked} strange bodies were made");
        Assert.Empty(shared.Server.Errors);
    }

    /// <summary>The example with what is really there in place of its own ids, so that it gets past the first check.</summary>
    private static JsonObject AtHome(JsonObject example, TestPerson person)
    {
        JsonObject body = example.DeepClone().AsObject();
        foreach ((string name, string value) in new[]
        {
            ("conversationUuid", "c"), ("messageUuid", "m"), ("sessionKeyUuid", "key of c"), ("fromMessageUuid", "m"), ("userId", person.UserId),
        })
        {
            if (body.ContainsKey(name)) body[name] = value;
        }
        if (body.ContainsKey("waitMs")) body["waitMs"] = 1;
        return body;
    }

    private static IEnumerable<(string What, JsonObject Body)> Strange(string requestType, JsonObject example)
    {
        Assert.True(WireTypes.TryFind(requestType, out WireType? type));
        foreach (ParameterInfo member in type.Record.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters())
        {
            string name = type.Record.GetProperty(member.Name!)!.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name!);
            foreach (JsonNode value in Values(member.ParameterType, example[name]))
            {
                JsonObject body = example.DeepClone().AsObject();
                body[name] = value;
                yield return ($"{name} = {value.ToJsonString()[..Math.Min(60, value.ToJsonString().Length)]}", body);
            }
        }
    }

    private static IEnumerable<JsonNode> Values(Type declared, JsonNode? example)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(int) || type == typeof(long)) return Numbers.Select(number => JsonValue.Create(number));
        if (type == typeof(bool)) return [JsonValue.Create(true), JsonValue.Create(false)];
        return example switch
        {
            JsonArray list => [new JsonArray(), .. Texts.Select(text => Repeated(list, text, 1)), Repeated(list, "x", 2), Repeated(list, "x", 1_001)],
            JsonObject map => [new JsonObject(), .. Texts.Select(text => Replaced(map, text))],
            _ => Texts.Select(text => JsonValue.Create(text)),
        };
    }

    /// <summary>A list of so many equal elements of the example's form, the first text in each replaced.</summary>
    private static JsonArray Repeated(JsonArray list, string text, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => list.FirstOrDefault() is JsonObject element ? (JsonNode)Replaced(element, text) : JsonValue.Create(text))];

    private static JsonObject Replaced(JsonObject map, string text)
    {
        JsonObject changed = map.DeepClone().AsObject();
        if (changed.Count > 0) changed[changed.First().Key] = text;
        return changed;
    }
}
