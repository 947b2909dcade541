using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Archive.Attachments;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;
using Xunit;
using static Hansard.Recorder.Tests.Mapping.Scene;

namespace Hansard.Recorder.Tests.Mapping;

/// <summary>The documented records, each made from a fact that says the same, and read back. What follows from hashes, and the time for people, is compared by its form.</summary>
public sealed class SampleTests
{
    private const string Hash = "87c6303a4ea684e2f696116406d5fd6a00a0a2ec4da147069e3d42844...f246a5039f7d8fa77a0";
    private const string Key = "0062f469e842f29e52e2ce0220da1b54e13429247ec31eb57a28ceb6a4e10d8f47";
    private const double Latitude = 40.75017899435506, Longitude = -74.99449803034105;

    private static readonly DocumentContent Archive = new()
    {
        FileName = "wickr_logs.tar.gz", File = new ContentFile("n", "application/gzip", 1, new string('a', 64), Convert.ToBase64String(new byte[32]), 65536),
    };

    private static readonly FetchedFile Stored =
        new(new StoredFile("/opt/WickrIO/clients/compliancebot/attachments/attachment_20200513200545427_wickr_logs.tar.gz", new string('a', 64), 1), null);

    [Fact]
    public void All_of_them() => Assert.All(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.json"), path =>
        Reproduces(JsonNode.Parse(File.ReadAllBytes(path))!.AsObject(), int.Parse(Path.GetFileName(path).AsSpan(0, 2), CultureInfo.InvariantCulture)));

    [Fact]
    public void There_are_seventeen() => Assert.Equal(17, Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.json").Length);

    private static void Reproduces(JsonObject sample, int number)
    {
        if (sample.Remove("id", out var id)) sample["message_id"] = id;
        var (fact, captured, scene) = Story(sample, number);
        var line = Assert.Single(Lines.Of(fact, captured, scene, () => new string('5', 32)));
        var made = JsonNode.Parse(Read(line).GetRawText())!.AsObject();
        Assert.True(made.Remove("hansard"));

        Assert.Equal(sample["vgroupid"]!.ToString()[0] == 'S', made["vgroupid"]!.ToString()[0] == 'S');
        // Some samples of rooms were cut short by a digit; ours always has 64 characters.
        Assert.Equal(64, made["vgroupid"]!.ToString().Length);
        Assert.Matches("^[0-9a-f]{32}$", made["message_id"]!.ToString());
        Assert.Matches(@"^\d{1,2}/\d{1,2}/\d\d \d{1,2}:\d\d [AP]M$", made["time"]!.ToString());
        Assert.True(LineTimes.TryReadMessageTimestamp(sample["msg_ts"]!.ToString(), out var documented));
        Assert.Equal(LineTimes.MessageTimestamp(documented), made["msg_ts"]!.ToString());
        foreach (var derived in new[] { "vgroupid", "time", "msg_ts" }) made[derived] = sample[derived]!.DeepClone();
        if (captured is not Captured.Body) made["message_id"] = sample["message_id"]!.DeepClone();
        if (made["file"] is { } file)
        {
            Assert.Matches("^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$", file["guid"]!.ToString());
            file["guid"] = sample["file"]!["guid"]!.DeepClone();
        }
        // A room is made without expiry here, and admins and titles are changed one at a time.
        if (number == 4) made["control"]!["ttl"] = sample["control"]!["ttl"]!.DeepClone();
        if (number == 7) made["control"]!["changemask"] = 5 + made["control"]!["changemask"]!.GetValue<int>();
        Assert.True(JsonNode.DeepEquals(sample, made), $"{number}: expected {sample.ToJsonString()}\nbut was {made.ToJsonString()}");
    }

    private static (CheckedFact, Captured, LineScene) Story(JsonObject sample, int number)
    {
        Assert.True(LineTimes.TryReadMessageTimestamp(sample["msg_ts"]!.ToString(), out var ts));
        var sender = User(sample["sender"]!);
        var dialog = sample["receiver"] is { } receiver
            ? new ConversationState(true, [sender, User(receiver)], [sender, User(receiver)])
            : new ConversationState(sample["vgroupid"]!.ToString()[0] != 'S', [sender], [sender]);
        if (Content(number) is { } content)
        {
            var said = SaidBy(sender, uuid: sample["message_id"]!.ToString(), ts: ts);
            return (said, Scene.Content(content), SceneOf(sample, number, dialog));
        }
        return (number switch
        {
            4 => Fact(new ConversationCreated(false, "envelope", Users(sample, "masters"), [User("user003")], new("K")), sender, Conversation, ts: ts),
            5 => Fact(new MemberKicked(User("testuser")), sender, Conversation, ts: ts),
            6 => Fact(new MemberLeft(), sender, Conversation, ts: ts),
            9 => Fact(new ConversationDeleted(), sender, Conversation, ts: ts),
            10 => Fact(new MessageDeleted(new(sample["control"]!["msgid"]!.ToString())), sender, Conversation, ts: ts),
            _ => throw new InvalidOperationException($"sample {number}"),
        }, number == 4 ? new Captured.Text("title", "Creating a room") : Captured.Plain.Instance, SceneOf(sample, number, dialog));
    }

    private static LineScene SceneOf(JsonObject sample, int number, ConversationState conversation) => number switch
    {
        2 => new LineScene(conversation, Earlier.Nothing, [Stored]),
        7 or 8 => new LineScene(new ConversationState(false, [.. Users(sample, "masters")], [.. Users(sample, "members")])
        {
            Title = sample["control"]!["title"]!.ToString(), Description = sample["control"]!["description"]!.ToString(), TtlSeconds = 2592000,
        }),
        10 => new LineScene(conversation, Earlier.Nothing with { Message = _ => new EarlierMessage(1, 1, User("another")) }, []),
        13 or 14 => new LineScene(conversation, Earlier.Nothing with { CallStart = _ => new MessageRef(sample["call"]!["startmsgid"]!.ToString()) }, []),
        _ => new LineScene(conversation),
    };

    private static MessageContent? Content(int number) => number switch
    {
        1 => new TextContent("test"),
        2 => Archive,
        3 => new VerificationContent(1, Hash, Key),
        7 => new SettingsContent("change description", 2592000, 0),
        8 => new SavedItemContent(
            new("m"), "D094F147-0490-4A14-9A65-6F23C896A8B4", "4eab763c5f3211ca93966a...d3e461c27f5432c1",
            "00f8058d88e6b7520849bbfd8e6b5cc12d35a70c856dde44d64e2e331fc50ce700", true),
        11 => new StarContent(new("93cf81608bbd11ea9a16b7554e31eed2"), true),
        12 => new CallContent(
            "call", CallStatus.Started,
            [Hashed("8995950dad747c24fd7c9e2da68edeb6c2c0ac6cb96d405c0c4c58e09ff46969"), Hashed("ae182b20ce36a94c613af5a2964bbd616de662d3f8487dc39fa9400e739a3049")],
            Uri: "3.86.149.242:16398", UriIpv6: "[2600:1f18:2741:9e01:e0cb:6847:bb1d:415d]:16398"),
        13 => new CallContent(
            "call", CallStatus.Started, Invited: [Hashed("ae182b20ce36a94c613af5a2964bbd616de662d3f8487dc39fa9400e739a3049")],
            Uri: "18.234.76.29:16504", UriIpv6: "[2600:1f18:2741:9e00:3fba:154:6431:df8e]:16504"),
        14 => new CallContent("call", CallStatus.Completed, DurationSeconds: 38, Meeting: 1),
        15 => new LocationContent(Latitude, Longitude),
        16 => new LiveLocationContent(Latitude, Longitude, 1),
        17 => new LinkPreviewContent(new("11457fa08da211ea881baffab0b42745"), "https://howdoyoudo.com", "How do you do"),
        _ => null,
    };

    private static UserId User(JsonNode name) => User(name.ToString());

    private static UserId User(string name) => new(name + "=");

    private static UserId[] Users(JsonObject sample, string list) => [.. sample["control"]![list]!.AsArray().Select(name => User(name!))];

    private static UserId Hashed(string hex) => new(Convert.ToBase64String(Convert.FromHexString(hex)));
}
