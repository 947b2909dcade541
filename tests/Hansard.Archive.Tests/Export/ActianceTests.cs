using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Hansard.Archive.Export;
using Xunit;

namespace Hansard.Archive.Tests.Export;

public sealed class ActianceTests
{
    private const string ReadContents = """
        import json, sys, xml.sax
        class Contents(xml.sax.ContentHandler):
            def __init__(self): self.texts, self.text = [], None
            def startElement(self, name, attributes):
                if name == 'Content': self.text = []
            def characters(self, characters):
                if self.text is not None: self.text.append(characters)
            def endElement(self, name):
                if name == 'Content': self.texts, self.text = self.texts + [''.join(self.text)], None
        contents = Contents()
        xml.sax.parse(sys.argv[1], contents)
        print(json.dumps(contents.texts))
        """;

    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = true, XmlResolver = null };

    [Fact]
    public void A_conversation_tells_in_order_who_came_who_spoke_and_who_left()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Actiance);

        var dump = Read(record);
        Assert.Equal("FileDump", dump.Root!.Name.LocalName);
        var room = dump.Root.Elements("Conversation").First();
        Assert.Equal("Budget & <Plans>", room.Attribute("Perspective")!.Value);
        Assert.Equal(["RoomID", "StartTimeUTC", "ParticipantEntered", "ParticipantEntered", "Message"], room.Elements().Take(5).Select(element => element.Name.LocalName));
        Assert.Equal("EndTimeUTC", room.Elements().Last().Name.LocalName);
        var comings = room.Elements().Where(element => element.Name.LocalName.StartsWith("Participant", StringComparison.Ordinal))
            .Select(element => $"{element.Name.LocalName[11..]} {element.Element("LoginName")!.Value}");
        Assert.Equal(["Entered Anna", "Entered Ben", "Entered Cleo", "Left Ben", "Left Cleo", "Left Anna"], comings);
        Assert.Equal(18, room.Elements("Message").Count());
        var times = room.Descendants("DateTimeUTC").Select(time => long.Parse(time.Value)).ToArray();
        Assert.Equal("1709161200000", room.Element("StartTimeUTC")!.Value);
        Assert.True(times.Max() <= long.Parse(room.Element("EndTimeUTC")!.Value));
    }

    [Fact]
    public void Edits_deletions_and_files_are_told_as_archives_know_them()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Actiance);

        var messages = Read(record).Descendants("Message").ToArray();
        var edited = messages.Single(message => message.Element("UpdatedType")?.Value == "EditedOriginalMsg");
        Assert.StartsWith("The budget is 5\n[changed at", edited.Element("Content")!.Value, StringComparison.Ordinal);
        Assert.Equal("EditedNewMsg", messages.Single(message => message.Element("MessageId")!.Value == edited.Element("EditedNewMsgId")!.Value).Element("UpdatedType")!.Value);
        Assert.StartsWith("A word he regrets", messages.Single(message => message.Element("UpdatedType")?.Value == "Deleted").Element("Content")!.Value, StringComparison.Ordinal);
        var ended = Read(record).Descendants("FileTransferEnded").ToArray();
        Assert.Equal(["Completed", "Failed", "Failed"], ended.Select(file => file.Element("Status")!.Value));
        Assert.Equal(Scenes.Picture, File.ReadAllBytes(Path.Combine(record.Out(), ended[0].Element("FileName")!.Value)));
    }

    /// <summary>With .NET's reader, and with expat, which other importers use.</summary>
    [Fact]
    public async Task Every_character_there_is_makes_xml_that_readers_agree_on()
    {
        var planes = Enumerable.Range(0, 0x110000 / 64).Select(block => string.Concat(Enumerable.Range(block * 64, 64).Where(code => code is < 0xd800 or > 0xdfff && (code < 0x3000 || code % 64 >= 60))
            .Select(char.ConvertFromUtf32))).Where(text => text.Length > 0).ToArray();
        using TalkRecord record = new(talk =>
        {
            foreach (var some in planes.Chunk(64)) talk.Say("c", some[0], string.Concat(some));
            Scenes.AllHostile(talk);
        });

        record.Export(ExportFormat.Actiance);

        var contents = Read(record).Descendants("Content").Select(content => content.Value).ToArray();
        Assert.Equal(record.Talk.Lines.Count, contents.Length);
        Assert.Equal(contents, JsonSerializer.Deserialize<string[]>(await Python.RunAsync(ReadContents, Path.Combine(record.Out(), "conversations-001.xml"))));
    }

    [Fact]
    public void What_is_said_comes_out_of_a_reader_as_it_was()
    {
        using TalkRecord record = new(Scenes.AllHostile);

        record.Export(ExportFormat.Actiance);

        var contents = Read(record).Descendants("Content").Select(content => content.Value).ToHashSet();
        foreach (var text in Scenes.Hostile.Where(text => !text.Any(character => (char.IsControl(character) && character != '\n') || character >= '\ufffe'))) Assert.Contains(text, contents);
    }

    private static XDocument Read(TalkRecord record)
    {
        using var reader = XmlReader.Create(Path.Combine(record.Out(), "conversations-001.xml"), Strict);
        return XDocument.Load(reader);
    }
}
