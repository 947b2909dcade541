using System.Text;
using System.Text.Json;
using Hansard.Protocol;
using Hansard.Protocol.Journal;
using Hansard.Record.Format;
using Hansard.Recorder.Conversations;
using Hansard.Recorder.Feed;
using Hansard.Recorder.Mapping;
using Xunit;
using static Hansard.Recorder.Tests.Mapping.Scene;

namespace Hansard.Recorder.Tests.Mapping;

public sealed class FactLinesTests
{
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
        Line(Fact(Message, Anna, Conversation, new DeviceId("D")), Plaintext("""{"messageType":"TEXT","content":{"text":"test"}}"""), Dialog));

    [Fact]
    public void A_text_in_a_room_has_no_receiver_and_a_group_id_that_shows_it()
    {
        var line = Line(Fact(Message, Anna, Conversation), Plaintext("""{"messageType":"TEXT","content":{"text":"test"}}"""), Room);
        Assert.Equal(["hansard", "message", "message_id", "msg_ts", "msgtype", "sender", "time", "vgroupid"], KeysOf(line));
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
        { """{"messageType":"NOVEL","content":{"text":"a"}}""", 10000, null, """{"content":{"text":"a"},"messageType":"NOVEL"}""" },
        { """["no","object"]""", 10000, null, """["no","object"]""" },
        { "5", 10000, null, "5" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void Whatever_was_written_is_in_the_line(string plaintext, int messageType, string? message, string? content)
    {
        var line = Line(Fact(Message, Anna, Conversation), Plaintext(plaintext), Dialog);
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
        var hansard = Line(Fact(Message, Anna, Conversation), Plaintext(plaintext), Dialog).GetProperty("hansard");
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
        Assert.Equal(["control", "hansard", "message_id", "msg_ts", "msgtype", "sender", "time", "vgroupid"], KeysOf(line));
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
        Assert.Equal(["chain", "fact", "network", "part", "revision", "salt", "seq", "status", "ts"], KeysOf(line.GetProperty("hansard")));
        Equal("""{"body":{"keyPairUuid":"P","name":"compliance","recorderUserId":"carla="},"kind":"recorderAdded"}""", line.GetProperty("hansard").GetProperty("fact"));
    }

    [Fact]
    public void A_renamed_room_is_shown_as_it_is_after_the_change()
    {
        var line = Line(Fact(new ConversationRenamed("envelope"), Bruno, Conversation), new Captured.Text("title", "Piano"), Room);
        Equal("""
            {"bor":5,"changemask":4,"description":"what for","masters":["anna"],"members":["anna","bruno","carla"],"msgtype":4004,"title":"Piano","ttl":60}
            """, line.GetProperty("control"));
        Assert.Equal("Piano", line.GetProperty("hansard").GetProperty("title").GetString());
    }

    [Fact]
    public void A_new_admin_is_a_change_of_masters()
    {
        var control = Line(Fact(new MemberPromoted(Anna), Bruno, Conversation), Captured.Plain.Instance, Room).GetProperty("control");
        Assert.Equal((1, "anna"), (control.GetProperty("changemask").GetInt32(), control.GetProperty("masters")[0].GetString()));
    }

    [Theory]
    [InlineData(false, "anna=", "anna=", true)]
    [InlineData(false, "anna=", "bruno=", false)]
    [InlineData(true, "bruno=", "bruno=", true)]
    public void A_deleted_message_says_whether_its_author_took_it_back(bool dialog, string who, string author, bool isRecall)
    {
        var earlier = Earlier.Nothing with { Message = message => message.Value == EarlierUuid ? new EarlierMessage(3, Ts, new UserId(author)) : null };
        var line = Line(
            Fact(new MessageDeleted(new(EarlierUuid)), new UserId(who), Conversation), Captured.Plain.Instance, new LineScene(dialog ? Dialog : Room, earlier, []));
        Equal($$"""{"isrecall":{{(isRecall ? "true" : "false")}},"msgid":"93cf81608bbd11ea9a16b7554e31eed2","msgtype":4011}""", line.GetProperty("control"));
        Assert.False(line.TryGetProperty("receiver", out _));
    }

    [Theory]
    [InlineData(true, "anna=", true)]
    [InlineData(false, "bruno=", true)]
    [InlineData(false, "anna=", false)]
    public void Of_a_message_that_was_never_seen_the_right_to_delete_tells_the_author(bool dialog, string who, bool isRecall)
    {
        var line = Line(Fact(new MessageDeleted(new("unknown")), new UserId(who), Conversation), Captured.Plain.Instance, dialog ? Dialog : Room);
        Assert.Equal(isRecall, line.GetProperty("control").GetProperty("isrecall").GetBoolean());
    }

    [Fact]
    public void A_read_receipt_names_the_latest_message_and_keeps_all_of_them()
    {
        var earlier = Earlier.Nothing with { Message = message => message.Value == "m1" ? new EarlierMessage(3, 1_500_000_000_000_007, Bruno) : new EarlierMessage(4, 1_500_000_001_000_000, Bruno) };
        var line = Line(Fact(new MessagesRead([new("m2"), new("m1")]), Anna, Conversation), Captured.Plain.Instance, new LineScene(Dialog, earlier, []));
        Equal("""
            {"message_timestamp_secs":"1500000001","message_timestamp_usecs":"0","read_receipt_timestamp":"1589400286","status":"READ"}
            """, line.GetProperty("readreceipt"));
        Assert.Equal("bruno", line.GetProperty("receiver").GetString());
        Assert.Equal(
            [LineIds.OfMessage("default", "C", "m2"), LineIds.OfMessage("default", "C", "m1")],
            line.GetProperty("hansard").GetProperty("messages").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public void A_receipt_for_messages_before_the_recorder_came_has_no_time_of_theirs() => Assert.Equal(
        ["read_receipt_timestamp", "status"],
        KeysOf(Line(Fact(new MessagesRead([new("m1")]), Anna, Conversation), Captured.Plain.Instance, Room).GetProperty("readreceipt")));

    /// <summary>Every kind, with the documented type that it has; a kind that is new fails here until somebody says which.</summary>
    private static readonly IReadOnlyList<(CheckedFact Fact, int MessageType)> Kinds =
    [
        (Fact(new ConversationCreated(false, null, [Anna], [Bruno], new("K")), Anna, Conversation), 4001),
        (Fact(new MemberAdded(Carla, true, new("K")), Anna, Conversation), 4002), (Fact(new MemberKicked(Carla), Anna, Conversation), 4002),
        (Fact(new MemberLeft(), Anna, Conversation), 4003),
        (Fact(new ConversationRenamed("envelope"), Anna, Conversation), 4004), (Fact(new MemberPromoted(Bruno), Anna, Conversation), 4004),
        (Fact(new ConversationDeleted(), Anna, Conversation), 4005),
        (Fact(new MessageDeleted(new(Uuid)), Anna, Conversation), 4011),
        (Fact(new MessagesRead([new(Uuid)]), Anna, Conversation), 9200),
        (Fact(Message with { IsEvent = true, BodySha256 = null }, Anna, Conversation), 10000),
        (Fact(new ConversationAvatarChanged(1), Anna, Conversation), 10000), (Fact(new MemberNickChanged("envelope"), Anna, Conversation), 10000),
        (Fact(new SessionKeyAdded(new("K"), new("J"), Anna, new("P")), Anna, Conversation), 10000),
        (Fact(new SessionKeyClosed(new("K"), "left", null), Anna, Conversation), 10000),
        (Fact(new MessageMarked(new(Uuid), true), null, Conversation), 10000), (Fact(new FileReady(new(Uuid), "f", 1, "m", "s"), Anna, Conversation), 10000),
        (Fact(new KeyPairChanged(new("P"), "pem"), Anna), 10000), (Fact(new UserDeleted(), Anna), 10000), (Fact(new Reported(null, Bruno, "r"), Anna), 10000),
        (Fact(new Decided(3, "d", null), null), 10000), (Fact(new NetworkSettingsChanged(new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }), null), 10000),
        (Fact(new RecorderAdded(Carla, "compliance", new("P")), null), 10000), (Fact(new RecorderRetired(Carla), null), 10000),
        (Fact(new UserBlocked(Bruno, true), null), 10000), (Fact(new ConversationBlocked(true), null, Conversation), 10000), (Fact(new NetworkDeleted(), null), 10000),
    ];

    [Fact]
    public void Every_kind_of_fact_has_its_type_and_a_line_that_holds_it_whole()
    {
        foreach (var (fact, messageType) in Kinds)
        {
            var line = Line(fact, Captured.Plain.Instance, Room);
            Assert.Equal((fact.Fact.Kind, messageType), (fact.Fact.Kind, line.GetProperty("msgtype").GetInt32()));
            Assert.Equal(fact.Fact.Kind, line.GetProperty("hansard").GetProperty("fact").GetProperty("kind").GetString());
            Equal(fact.Fact.Body.ToString(), line.GetProperty("hansard").GetProperty("fact").GetProperty("body"));
        }
        var kinds = typeof(IFactBody).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IFactBody)));
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), Kinds.Select(kind => char.ToUpperInvariant(kind.Fact.Fact.Kind[0]) + kind.Fact.Fact.Kind[1..]).Order());
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
        var here = Assert.Single(Lines.Of(fact, Plaintext("5"), new LineScene(Dialog), () => "s1"));
        var tokyo = new FactLines("default", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), user => user.Value.TrimEnd('='));
        var elsewhere = Assert.Single(tokyo.Of(fact, Plaintext("5"), new LineScene(Dialog), () => "s2"));
        Assert.NotEqual(here.Time, elsewhere.Time);
        Assert.Equal(here.ToUtf8(), (elsewhere with { Time = here.Time, Hansard = elsewhere.Hansard! with { Salt = "s1" } }).ToUtf8());
    }

    [Fact]
    public void Facts_of_one_moment_and_of_a_clock_that_went_back_have_their_own_ids_and_their_own_times()
    {
        var lines = new[] { (7L, Ts), (8L, Ts), (9L, Ts - 3_600_000_000) }
            .Select(at => Line(Fact(new UserDeleted(), Anna, ts: at.Item2, seq: at.Item1), Captured.Plain.Instance, ConversationState.None)).ToList();
        Assert.Equal(3, lines.Select(line => line.GetProperty("message_id").GetString()).Distinct().Count());
        Assert.Equal(["1589400286.204925", "1589400286.204925", "1589396686.204925"], lines.Select(line => line.GetProperty("msg_ts").GetString()));
    }

    [Fact]
    public void Hostile_names_are_text_and_nothing_else()
    {
        const string name = "Anna\",\"msgtype\":1}\n\u001b[2J\u202e\u0000";
        var line = Line(
            Fact(new MemberAdded(Bruno, false, new("K")), Anna, Conversation), Captured.Plain.Instance, new LineScene(Room),
            new FactLines("default", TimeZoneInfo.Utc, _ => name));
        Assert.Equal(name, line.GetProperty("sender").GetString());
        Assert.Equal(name, line.GetProperty("control").GetProperty("addedusers")[0].GetString());
        Assert.Equal(4002, line.GetProperty("msgtype").GetInt32());
    }
}
