using System.Text;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;
using Xunit;

namespace Hansard.Recorder.Tests.Mapping;

public sealed class FactLinesTests
{
    private const long Ts = 1_589_400_286_204_925;
    private const string Uuid = "FE280CC0-9554-11EA-87A7-37E4D348FAD3";

    private static readonly ConversationUuid Conversation = new("C");
    private static readonly UserId Anna = new("anna="), Bruno = new("bruno="), Carla = new("carla=");
    private static readonly ConversationState Dialog = new(true, [Anna, Bruno], [Anna, Bruno]);
    private static readonly ConversationState Room = new(false, [Anna], [Anna, Bruno, Carla]);
    private static readonly FactLines Lines = new("default", TimeZoneInfo.Utc, user => user.Value.TrimEnd('='));

    private static readonly MessageAdded Message = new(new MessageUuid(Uuid), new SessionKeyUuid("K"), false, null, 2, new string('a', 64), false, null, null);

    private static CheckedFact Fact<T>(T body, UserId? who, ConversationUuid? conversation, DeviceId? device = null) where T : class, IFactBody
    {
        var json = FactJson.Write(7, Ts, conversation, who, device, body);
        var fact = FactJson.Read(json);
        Assert.True(CanonicalJson.TryFrom(fact.Body.Utf8, out var canonical));
        return new CheckedFact(fact, json, canonical, new string('c', 64), body as MessageAdded);
    }

    private static JsonElement Line(CheckedFact fact, Captured captured, ConversationState conversation)
    {
        var line = Lines.Of(fact, captured, conversation, new string('5', 32));
        Assert.True(CanonicalJson.TryFrom(line.ToUtf8(), out var canonical));
        Assert.Equal(canonical.ToString(), Encoding.UTF8.GetString(line.ToUtf8()));
        Assert.True(LineReader.TryRead(line.ToUtf8(), out var read, out var fault), fault);
        Assert.Equal(line.ToUtf8(), read!.ToUtf8());
        return canonical.Parse();
    }

    private static Captured.Body Said(string plaintext) => new Captured.Body(Encoding.UTF8.GetBytes(plaintext), Anna, null);

    private static void Equal(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, actual), $"expected {expected}\nbut was  {actual}");

    private static string[] Keys(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];

    [Fact]
    public void A_text_in_a_dialog_is_the_documented_record_with_its_fact_beside_it() => Equal(
        $$"""
        {
          "hansard": {
            "chain": "{{new string('c', 64)}}", "conversation": "C", "device": "D",
            "fact": { "body": {
              "bodySha256": "{{new string('a', 64)}}", "eventType": null, "eventUserId": null, "hasFiles": false, "isEvent": false, "members": 2,
              "messageUuid": "{{Uuid}}", "replyMessageUuid": null, "sessionKeyUuid": "K" }, "kind": "messageAdded" },
            "network": "default", "part": 0, "revision": 0, "salt": "{{new string('5', 32)}}", "sender": "anna=", "seq": 7, "status": "captured",
            "ts": "2020-05-13T20:04:46.204925Z"
          },
          "message": "test", "message_id": "fe280cc0955411ea87a737e4d348fad3", "msg_ts": "1589400286.204925", "msgtype": 1000,
          "receiver": "bruno", "sender": "anna", "time": "5/13/20 8:04 PM", "vgroupid": "{{LineIds.OfGroup("default", "C", true)}}"
        }
        """,
        Line(Fact(Message, Anna, Conversation, new DeviceId("D")), Said("""{"messageType":"TEXT","content":{"text":"test"}}"""), Dialog));

    [Fact]
    public void A_text_in_a_room_has_no_receiver_and_a_group_id_that_shows_it()
    {
        var line = Line(Fact(Message, Anna, Conversation), Said("""{"messageType":"TEXT","content":{"text":"test"}}"""), Room);
        Assert.Equal(["hansard", "message", "message_id", "msg_ts", "msgtype", "sender", "time", "vgroupid"], Keys(line));
        Assert.Equal('S', line.GetProperty("vgroupid").GetString()![0]);
    }

    public static TheoryData<string, int, string?, string?> Contents() => new()
    {
        { """{"content":{"text":"a\u0000\"b\nà👍"},"messageType":"TEXT"}""", 1000, "a\0\"b\nà👍", null },
        { """{"content":{"text":""},"messageType":"TEXT"}""", 1000, "", null },
        { """{"content":{"text":"a","later":[1.50]},"messageType":"TEXT"}""", 1000, "a", """{"content":{"later":[1.50],"text":"a"},"messageType":"TEXT"}""" },
        { """{"content":{"text":"a"},"messageType":"text"}""", 1000, "a", """{"content":{"text":"a"},"messageType":"text"}""" },
        { """{"content":{"text":"a"},"messageType":"TEXT","id":"x"}""", 1000, "a", """{"content":{"text":"a"},"id":"x","messageType":"TEXT"}""" },
        { """{"content":{"text":5},"messageType":"TEXT"}""", 10000, null, """{"content":{"text":5},"messageType":"TEXT"}""" },
        { """{"messageType":"LOCATION","content":{"longitude":12.10,"latitude":41}}""", 10000, null, """{"content":{"latitude":41,"longitude":12.10},"messageType":"LOCATION"}""" },
        { """{"messageType":"NOVEL","content":{"text":"a"}}""", 10000, null, """{"content":{"text":"a"},"messageType":"NOVEL"}""" },
        { """["no","object"]""", 10000, null, """["no","object"]""" },
        { "5", 10000, null, "5" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void Whatever_was_written_is_in_the_line(string plaintext, int messageType, string? message, string? content)
    {
        var line = Line(Fact(Message, Anna, Conversation), Said(plaintext), Dialog);
        Assert.Equal(messageType, line.GetProperty("msgtype").GetInt32());
        Assert.Equal(message, line.TryGetProperty("message", out var text) ? text.GetString() : null);
        Assert.Equal(content, line.GetProperty("hansard").TryGetProperty("content", out var kept) ? kept.GetRawText() : null);
        Assert.Equal(LineStatus.Captured, line.GetProperty("hansard").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("""{"messageType":"TEXT","content":{"text":"\ud800"}}""")]
    [InlineData("""{"messageType":"TEXT","content":{"text":"seen by some","text":"seen by others"}}""")]
    public void What_readers_would_not_agree_on_is_kept_as_its_bytes(string plaintext)
    {
        var hansard = Line(Fact(Message, Anna, Conversation), Said(plaintext), Dialog).GetProperty("hansard");
        Assert.Equal(plaintext, Encoding.UTF8.GetString(hansard.GetProperty("plaintextBase64").GetBytesFromBase64()));
        Assert.False(hansard.TryGetProperty("content", out _));
    }

    [Fact]
    public void A_created_room_has_the_documented_control()
    {
        var created = Fact(new ConversationCreated(false, "envelope", [Anna, Bruno], [Carla], new SessionKeyUuid("K")), Bruno, Conversation);
        var line = Line(created, new Captured.Text("title", "Creating a room"), Room);
        Equal("""
            {"bor":0,"changemask":47,"description":"","masters":["anna","bruno"],"members":["anna","bruno","carla"],"msgtype":4001,"title":"Creating a room","ttl":0}
            """, line.GetProperty("control"));
        Assert.Equal(["control", "hansard", "message_id", "msg_ts", "msgtype", "sender", "time", "vgroupid"], Keys(line));
        Assert.Equal(LineIds.OfFact("default", "C", 7), line.GetProperty("message_id").GetString());
        Assert.Equal("Creating a room", line.GetProperty("hansard").GetProperty("title").GetString());
    }

    [Fact]
    public void A_created_dialog_has_no_title_and_two_masters()
    {
        var created = Fact(new ConversationCreated(true, null, [Bruno, Anna], [], new SessionKeyUuid("K")), Anna, Conversation);
        var control = Line(created, Captured.Plain.Instance, Dialog).GetProperty("control");
        Equal("""{"bor":0,"changemask":47,"description":"","masters":["bruno","anna"],"members":["bruno","anna"],"msgtype":4001,"title":"","ttl":0}""", control);
    }

    [Fact]
    public void Members_who_come_and_are_sent_away_are_changed_members()
    {
        var added = Line(Fact(new MemberAdded(Carla, false, new SessionKeyUuid("K")), Anna, Conversation), Captured.Plain.Instance, Room);
        var kicked = Line(Fact(new MemberKicked(Carla), Anna, Conversation), Captured.Plain.Instance, Room);
        Equal("""{"addedusers":["carla"],"deletedusers":[],"msgtype":4002}""", added.GetProperty("control"));
        Equal("""{"addedusers":[],"deletedusers":["carla"],"msgtype":4002}""", kicked.GetProperty("control"));
        Assert.Equal(4002, added.GetProperty("msgtype").GetInt32());
    }

    [Fact]
    public void An_event_message_is_a_generic_line_under_its_own_id()
    {
        var happened = Message with { BodySha256 = null, IsEvent = true, EventType = "Left", EventUserId = Bruno };
        var line = Line(Fact(happened, Bruno, Conversation), Captured.Plain.Instance, Room);
        Assert.Equal(10000, line.GetProperty("msgtype").GetInt32());
        Assert.Equal("fe280cc0955411ea87a737e4d348fad3", line.GetProperty("message_id").GetString());
        Assert.Equal("Left", line.GetProperty("hansard").GetProperty("fact").GetProperty("body").GetProperty("eventType").GetString());
    }

    [Fact]
    public void A_fact_about_no_conversation_and_by_nobody_is_said_by_the_network()
    {
        var line = Line(Fact(new RecorderAdded(Carla, "compliance", new KeyPairUuid("P")), null, null), Captured.Plain.Instance, ConversationState.None);
        Assert.Equal("default", line.GetProperty("sender").GetString());
        Assert.Equal(["chain", "fact", "network", "part", "revision", "salt", "seq", "status", "ts"], Keys(line.GetProperty("hansard")));
        Equal("""{"body":{"keyPairUuid":"P","name":"compliance","recorderUserId":"carla="},"kind":"recorderAdded"}""", line.GetProperty("hansard").GetProperty("fact"));
    }

    [Fact]
    public void Every_kind_of_fact_has_a_line_that_holds_it_whole()
    {
        IReadOnlyList<CheckedFact> all =
        [
            Fact(new ConversationDeleted(), Anna, Conversation), Fact(new ConversationRenamed("envelope"), Anna, Conversation),
            Fact(new ConversationAvatarChanged(1), Anna, Conversation), Fact(new MemberNickChanged("envelope"), Anna, Conversation),
            Fact(new MemberLeft(), Anna, Conversation), Fact(new MemberPromoted(Bruno), Anna, Conversation),
            Fact(new SessionKeyAdded(new("K"), new("J"), Anna, new("P")), Anna, Conversation), Fact(new SessionKeyClosed(new("K"), "left", null), Anna, Conversation),
            Fact(new MessageDeleted(new(Uuid)), Anna, Conversation), Fact(new MessageMarked(new(Uuid), true), null, Conversation),
            Fact(new FileReady(new(Uuid), "f", 1, "m", "s"), Anna, Conversation), Fact(new MessagesRead([new(Uuid)]), Anna, Conversation),
            Fact(new KeyPairChanged(new("P"), "pem"), Anna, null), Fact(new UserDeleted(), Anna, null), Fact(new Reported(null, Bruno, "r"), Anna, null),
            Fact(new Decided(3, "d", null), null, null), Fact(new NetworkSettingsChanged(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }), null, null),
            Fact(new RecorderRetired(Carla), null, null),
        ];
        foreach (var fact in all)
        {
            var line = Line(fact, Captured.Plain.Instance, Room);
            Assert.Equal(10000, line.GetProperty("msgtype").GetInt32());
            Assert.Equal(fact.Fact.Kind, line.GetProperty("hansard").GetProperty("fact").GetProperty("kind").GetString());
            Equal(fact.Fact.Body.ToString(), line.GetProperty("hansard").GetProperty("fact").GetProperty("body"));
        }
        var kinds = typeof(IFactBody).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IFactBody)));
        var documented = new[] { nameof(MessageAdded), nameof(ConversationCreated), nameof(MemberAdded), nameof(MemberKicked), nameof(RecorderAdded) };
        Assert.Equal(kinds.Select(kind => kind.Name).Except(documented).Order(), all.Select(fact => char.ToUpperInvariant(fact.Fact.Kind[0]) + fact.Fact.Kind[1..]).Order());
    }

    [Fact]
    public void What_did_not_open_says_why_who_made_the_key_and_what_it_was()
    {
        var line = Line(Fact(Message, Anna, Conversation), new Captured.Unopened("Because.", Bruno, new FeedBody(7, "iv", "box")), Dialog);
        var hansard = line.GetProperty("hansard");
        Assert.Equal(("undecryptable", "Because.", "bruno="),
            (hansard.GetProperty("status").GetString(), hansard.GetProperty("reason").GetString(), hansard.GetProperty("keySigner").GetString()));
        Equal("""{"bodyEncryptedBase64":"box","ivBase64":"iv"}""", hansard.GetProperty("sealed"));
        Assert.Equal(10000, line.GetProperty("msgtype").GetInt32());
    }

    [Fact]
    public void Two_recorders_write_equal_lines_but_for_time_and_salt()
    {
        var fact = Fact(Message, Anna, Conversation);
        var here = Lines.Of(fact, Said("5"), Dialog, "s1");
        var elsewhere = new FactLines("default", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), user => user.Value.TrimEnd('=')).Of(fact, Said("5"), Dialog, "s2");
        Assert.NotEqual(here.Time, elsewhere.Time);
        Assert.Equal(here.ToUtf8(), (elsewhere with { Time = here.Time, Hansard = elsewhere.Hansard! with { Salt = "s1" } }).ToUtf8());
    }
}
