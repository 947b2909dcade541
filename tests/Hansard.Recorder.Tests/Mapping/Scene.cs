using System.Text;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;
using Xunit;

namespace Hansard.Recorder.Tests.Mapping;

/// <summary>People, conversations and facts from which the mapping's tests make lines.</summary>
internal static class Scene
{
    public const long Ts = 1_589_400_286_204_925;
    public const string Uuid = "FE280CC0-9554-11EA-87A7-37E4D348FAD3";
    public const string EarlierUuid = "93CF8160-8BBD-11EA-9A16-B7554E31EED2";

    public static readonly ConversationUuid Conversation = new("C");
    public static readonly UserId Anna = new("anna="), Bruno = new("bruno="), Carla = new("carla=");
    public static readonly ConversationState Dialog = new(true, [Anna, Bruno], [Anna, Bruno]);

    public static readonly ConversationState Room = new(false, [Anna], [Anna, Bruno, Carla])
    {
        Title = "Piano", Description = "what for", TtlSeconds = 60, BurnOnReadSeconds = 5,
    };

    public static readonly FactLines Lines = new("default", TimeZoneInfo.Utc, user => user.Value.TrimEnd('='));

    public static readonly MessageAdded Message = new(new MessageUuid(Uuid), new SessionKeyUuid("K"), false, null, 2, new string('a', 64), false, null, null);

    public static CheckedFact Fact<T>(T body, UserId? who, ConversationUuid? conversation = null, DeviceId? device = null, long ts = Ts, long seq = 7)
        where T : class, IFactBody
    {
        var json = FactJson.Write(seq, ts, conversation, who, device, body);
        var fact = FactJson.Read(json);
        Assert.True(CanonicalJson.TryFrom(fact.Body.Utf8, out var canonical));
        return new CheckedFact(fact, json, canonical, new string('c', 64), body as MessageAdded);
    }

    public static CheckedFact SaidBy(UserId who, MessageUuid? replyTo = null, string uuid = Uuid, long ts = Ts, long seq = 7) =>
        Fact(Message with { MessageUuid = new MessageUuid(uuid), ReplyMessageUuid = replyTo }, who, Conversation, ts: ts, seq: seq);

    public static Captured.Body Plaintext(string plaintext) => new(Encoding.UTF8.GetBytes(plaintext), Anna, null);

    public static Captured.Body Content(MessageContent content) => new(ContentJson.Write(content), Anna, null);

    /// <summary>The one line of a fact, in the record's form and read back to itself.</summary>
    public static JsonElement Line(CheckedFact fact, Captured captured, LineScene scene, FactLines? lines = null) =>
        Read(Assert.Single((lines ?? Lines).Of(fact, captured, scene, () => new string('5', 32))));

    public static JsonElement Line(CheckedFact fact, Captured captured, ConversationState conversation) => Line(fact, captured, new LineScene(conversation));

    public static JsonElement Read(RecordLine line)
    {
        Assert.True(CanonicalJson.TryFrom(line.ToUtf8(), out var canonical));
        Assert.Equal(canonical.ToString(), Encoding.UTF8.GetString(line.ToUtf8()));
        Assert.True(LineReader.TryRead(line.ToUtf8(), out var read, out var fault), fault);
        Assert.Equal(line.ToUtf8(), read!.ToUtf8());
        return canonical.Parse();
    }

    public static void Equal(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, actual), $"expected {expected}\nbut was  {actual}");

    public static string[] KeysOf(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];
}
