using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Server.Connections;
using Hansard.Server.Dispatch;
using Hansard.Server.Tests.Bots;
using Xunit;

namespace Hansard.Server.Tests.Dispatch;

/// <summary>Wrong bodies of every request that this server has, found by reflection: whoever adds a request adds it here.</summary>
public sealed class BodyTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Fact]
    public async Task Every_wrong_body_of_every_request_is_invalid_and_changes_nothing()
    {
        await using TestPerson person = await shared.Server.Person("+15550000001");
        await person.AddKeys();
        await using TestSocket recorder = (await TestBot.Recorder(shared.Server)).Socket;
        SortedDictionary<string, List<string>> before = shared.Server.Stored();
        int asked = 0;
        foreach (RequestRow row in shared.Server.Core.Table.Rows)
        {
            Assert.True(WireTypes.TryFind(row.Type, out WireType? type));
            Assert.NotEmpty(Examples.Requests[row.Type]);
            TestSocket socket = row.Access.Allows(CallerKind.Person) || row.Access is Access.Anyone ? person.Socket : recorder;
            foreach ((string fault, JsonObject body) in Examples.Requests[row.Type].SelectMany(example => WrongBodies.Of(type.Record, example)))
            {
                await AssertInvalid(socket, row.Type, ++asked, fault, body);
            }
            Assert.Equal("ResponsePong", (string)(await socket.Ask("RequestPing", new { clientVersion = "1", when = 1 }))["type"]!);
            Assert.Equal(before, shared.Server.Stored());
        }
        Assert.True(asked > 1_000, $"only {asked} wrong bodies were made");
        Assert.Empty(shared.Server.Errors);
    }

    private static async Task AssertInvalid(TestSocket socket, string type, int id, string fault, JsonObject body)
    {
        await socket.Send(type, body, id);
        JsonObject answer = await socket.Reply();
        JsonNode refusal = answer["body"]!;
        string said = $"{type}, {fault}: {answer.ToJsonString()}";
        Assert.True((string)answer["type"]! == "ResponseStatusMessage" && (string)refusal["status"]! == "invalid", said);
        Assert.True((string)refusal["requestType"]! == type && (int)answer["id"]! == id, said);
        string sentence = (string)refusal["description"]!;
        Assert.True(sentence.EndsWith('.') && !sentence.Contains("System.", StringComparison.Ordinal) && !sentence.Contains("Hansard.", StringComparison.Ordinal), said);
    }
}
