using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hansard.Protocol;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Recorder.Mapping;
using Xunit;
using static Hansard.Recorder.Tests.Mapping.Scene;

namespace Hansard.Recorder.Tests.Mapping;

/// <summary>Every type of content, as its line says it.</summary>
public sealed class ContentLinesTests
{
    private const string EarlierId = "93cf81608bbd11ea9a16b7554e31eed2";

    /// <summary>What the whole content model has as examples, with the type and the documented member that its line must have.</summary>
    public static TheoryData<string, int, string?> Examples => new()
    {
        { "chat/01-TEXT", 1000, "message" }, { "chat/02-IMAGE", 6000, "file" }, { "chat/03-DOCUMENT", 6000, "file" }, { "chat/04-VIDEO", 6000, "file" },
        { "chat/05-AUDIO", 6000, "file" }, { "chat/06-LINK", 1000, "message" }, { "chat/07-MENU", 1000, "message" }, { "chat/08-MENU_RESPONSE", 1000, "message" },
        { "chat/09-QUICK_REPLY", 1000, "message" }, { "chat/10-QUICK_REPLY_RESPONSE", 1000, "message" }, { "chat/11-FORM", 1000, "message" },
        { "chat/12-FORM_RESPONSE", 1000, "message" }, { "chat/13-REACTION", 9100, "edit" }, { "chat/14-CONTACTS", 1000, "message" },
        { "chat/15-LOCATION", 8000, "location" }, { "chat/16-videoRequestedByCustomer", 7000, "call" }, { "chat/17-videoAccepted", 10000, null },
        { "chat/18-videoStarted", 10000, null }, { "chat/19-screenSharingStarted", 10000, null }, { "chat/20-videoEnded", 7000, "call" }, { "chat/21-endChat", 10000, null },
        { "own/CALL-completed", 7000, "call" }, { "own/CALL-started", 7000, "call" }, { "own/CONTACTS-more", 1000, "message" }, { "own/DOCUMENT-nulls", 6000, "file" },
        { "own/EDIT", 9000, "edit" }, { "own/FORM-locales", 1000, "message" }, { "own/IMAGE-bare", 6000, "file" }, { "own/IMAGE-file", 6000, "file" },
        { "own/LINK_PREVIEW", 9000, "edit" }, { "own/LINK_PREVIEW-untitled", 9000, "edit" }, { "own/LIVE_LOCATION", 9000, "edit" },
        { "own/LIVE_LOCATION-stopped", 9000, "edit" }, { "own/LOCATION-bare", 8000, "location" }, { "own/PIN", 4014, "control" }, { "own/POLL-unknown", 10000, null },
        { "own/QUICK_REPLY-bare", 1000, "message" }, { "own/SAVED_ITEM", 4004, "control" }, { "own/SETTINGS", 4004, "control" }, { "own/SETTINGS-one", 4004, "control" },
        { "own/STAR", 4012, "control" }, { "own/TEXT", 1000, "message" }, { "own/VERIFICATION", 3000, "keyverify" }, { "own/leave", 4003, null },
        { "own/screenSharingEnded", 10000, null }, { "own/videoRejected", 7000, "call" }, { "own/videoRequestedByAgent", 7000, "call" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_has_its_type_and_keeps_all_that_it_said(string example, int messageType, string? member)
    {
        var plaintext = PlaintextOf(example);
        var parts = Lines.Of(SaidBy(Anna), Scene.Plaintext(plaintext), new LineScene(Dialog), () => "s");
        Assert.All(parts, part =>
        {
            var line = Read(part);
            Assert.Equal(messageType, line.GetProperty("msgtype").GetInt32());
            Assert.Equal(MessageType.NamesReceiver(messageType), line.TryGetProperty("receiver", out _));
            string?[] documented = [member, .. example.EndsWith("LINK", StringComparison.Ordinal) ? ["links"] : Array.Empty<string>()];
            Assert.Equal(
                documented.OfType<string>().Order(StringComparer.Ordinal),
                KeysOf(line).Except(["hansard", "message_id", "msg_ts", "msgtype", "receiver", "sender", "time", "vgroupid"]));
            var said = line.GetProperty("hansard").TryGetProperty("content", out var content) ? content
                : CapturedContent.Bare(line.GetProperty("message").GetString()!).Parse();
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(plaintext).RootElement, said));
        });
    }

    [Fact]
    public void No_example_is_forgotten()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Contents"), "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "Contents"), path)[..^".json".Length]);
        Assert.Equal(files.Order(), Examples.Select(row => row.Data.Item1).Order());
    }

    public static TheoryData<string, string> Words => new()
    {
        { "chat/06-LINK", "https://www.google.it" },
        { "chat/07-MENU", "Scegli un'opzione:\n0. prenotazione volo\n1. google (https://www.google.it)\n2. enghouse (https://enghouseinteractive.it/)" },
        { "chat/08-MENU_RESPONSE", "vorrei prenotare un volo" },
        { "chat/09-QUICK_REPLY", "Cool Title!\nDo you want to continue?\n- No\n- Yes\n- Help\nCool Footer!" },
        { "chat/10-QUICK_REPLY_RESPONSE", "Yes" },
        {
            "chat/12-FORM_RESPONSE",
            "Titolo Form\nSocietà: Enghouse\nIndirizzo: Viale Sarca 336, edificio 12\nEmail: legal.operations@enghouse.com\nQuando vuoi essere richiamato?: mattina"
        },
        {
            "chat/14-CONTACTS",
            "Felice Griffi: +39 339 366 9393 (Cellulare)\nGiulia Cavazzana: +39 039 606 6024 (Casa), +39 347 192 6356 (Cellulare)"
        },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void What_has_no_text_of_its_own_reads_well_to_a_person(string example, string words) =>
        Assert.Equal(words, Line(SaidBy(Anna), Scene.Plaintext(PlaintextOf(example)), Dialog).GetProperty("message").GetString());

    [Fact]
    public void An_edit_names_what_it_changes_and_keeps_what_stood_there()
    {
        var earlier = Earlier.Nothing with { Words = _ => "before", Message = _ => new EarlierMessage(3, Ts, Anna) };
        var line = Line(SaidBy(Anna), Content(new EditContent(new(EarlierUuid), "after")), new LineScene(Dialog, earlier, []));
        Equal($$"""{"originalmessageid":"{{EarlierId}}","text":"after","type":"text"}""", line.GetProperty("edit"));
        Assert.Equal("before", line.GetProperty("hansard").GetProperty("previous").GetString());
        Assert.False(line.GetProperty("hansard").TryGetProperty("author", out _));
    }

    [Fact]
    public void An_edit_of_what_somebody_else_wrote_says_who_wrote_it()
    {
        var earlier = Earlier.Nothing with { Message = _ => new EarlierMessage(3, Ts, Bruno) };
        var hansard = Line(SaidBy(Anna), Content(new EditContent(new("m"), "put into his mouth")), new LineScene(Dialog, earlier, [])).GetProperty("hansard");
        Assert.Equal("bruno=", hansard.GetProperty("author").GetString());
        Assert.False(hansard.TryGetProperty("previous", out _));
    }

    [Theory]
    [InlineData("👍", "true")]
    [InlineData("", "false")]
    public void A_reaction_is_put_on_and_taken_back(string emoji, string added)
    {
        var line = Line(SaidBy(Anna, replyTo: new(EarlierUuid)), Content(new ReactionContent(emoji)), Dialog);
        Equal($$"""{"originalmessageid":"{{EarlierId}}","reactAdded":{{added}},"reaction":"{{emoji}}","type":"reaction"}""", line.GetProperty("edit"));
    }

    [Fact]
    public void A_place_keeps_the_digits_that_were_sent()
    {
        var line = Lines.Of(
            SaidBy(Anna), Scene.Plaintext("""{"messageType":"LOCATION","content":{"longitude":12.10,"latitude":-41e0}}"""), new LineScene(Dialog), () => "s");
        Assert.Equal("""{"latitude":-41e0,"longitude":12.10}""", line[0]["location"]?.ToString());
    }

    [Fact]
    public void Sharing_that_was_stopped_has_no_end_any_more()
    {
        var edit = Line(SaidBy(Anna), Content(new LiveLocationContent(1, 2, 0, new("m"))), Dialog).GetProperty("edit");
        Equal("""{"latitude":1,"longitude":2,"shareexpiration":"-1","type":"location"}""", edit);
    }

    [Fact]
    public void A_setting_shows_the_room_as_it_is_now_and_what_of_it_changed()
    {
        var control = Line(SaidBy(Bruno), Content(new SettingsContent(BurnOnReadSeconds: 5, MeetingKey: "k")), Room).GetProperty("control");
        Equal("""
            {"bor":5,"changemask":48,"description":"what for","masters":["anna"],"members":["anna","bruno","carla"],"msgtype":4004,"title":"Piano","ttl":60}
            """, control);
    }

    [Fact]
    public void Who_takes_part_in_a_call_stands_as_hash_and_by_name()
    {
        UserId hashed = new(Convert.ToBase64String(Enumerable.Repeat((byte)0xab, 32).ToArray()));
        var line = Line(SaidBy(Anna), Content(new CallContent("c", CallStatus.Started, [hashed, Bruno])), Dialog);
        Assert.Equal([new string('a', 1) + "b" + string.Concat(Enumerable.Repeat("ab", 31)), "bruno="], line.GetProperty("call").GetProperty("participants").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("bruno", line.GetProperty("hansard").GetProperty("participants").GetProperty("bruno=").GetString());
    }

    [Fact]
    public void A_video_chat_is_a_call_from_its_request_to_its_end()
    {
        var earlier = Earlier.Nothing with
        {
            CallStart = call => call == CallLines.VideoRequested ? new MessageRef(EarlierUuid) : new MessageRef("started"),
            Message = message => new EarlierMessage(3, message.Value == "started" ? Ts - 46_525_001 : Ts - 60_000_000, Anna),
        };
        var ended = Line(SaidBy(Anna), Content(new VideoEndedContent()), new LineScene(Dialog, earlier, []));
        var rejected = Line(SaidBy(Anna), Content(new VideoRejectedContent()), new LineScene(Dialog, earlier, []));
        Equal($$"""{"duration":46,"meetingid":0,"startmsgid":"{{EarlierId}}","status":1,"version":2,"versioncheck":true}""", ended.GetProperty("call"));
        Equal($$"""{"meetingid":0,"startmsgid":"{{EarlierId}}","status":3,"version":2,"versioncheck":true}""", rejected.GetProperty("call"));
    }

    [Fact]
    public void A_video_chat_whose_clock_went_back_took_no_time()
    {
        var earlier = Earlier.Nothing with { CallStart = _ => new MessageRef("m"), Message = _ => new EarlierMessage(3, Ts + 5_000_000, Anna) };
        Assert.Equal(0, Line(SaidBy(Anna), Content(new VideoEndedContent()), new LineScene(Dialog, earlier, [])).GetProperty("call").GetProperty("duration").GetInt64());
    }

    private static string PlaintextOf(string example)
    {
        var json = JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Contents", example + ".json")))!.AsObject();
        if (json["data"] is not JsonObject data) return json.ToJsonString();
        var content = data["content"]!.DeepClone().AsObject();
        content.Remove("user");
        return new JsonObject { ["messageType"] = data["messageType"]!.DeepClone(), ["content"] = content }.ToJsonString();
    }
}
