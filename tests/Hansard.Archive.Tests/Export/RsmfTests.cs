using System.IO.Compression;
using System.Text.Json;
using Hansard.Archive.Export;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>RSMF files as Python's <c>email</c> opens them, their archives as the platform does, their manifests under the published rules.</summary>
public sealed class RsmfTests
{
    private const string ReadMails = """
        import base64, email, email.policy, glob, json, sys
        mails = []
        for name in sorted(glob.glob(sys.argv[1] + '/rsmf/*/*.rsmf')):
            mail = email.message_from_bytes(open(name, 'rb').read(), policy=email.policy.default)
            defects = [str(defect) for part in mail.walk() for defect in part.defects]
            attached = list(mail.iter_attachments())
            mails.append({'Defects': defects, 'Head': {key: str(value) for key, value in mail.items()}, 'Names': [part.get_filename() for part in attached],
                'Encoding': str(attached[0]['Content-Transfer-Encoding']), 'Zip': base64.b64encode(attached[0].get_payload(decode=True)).decode()})
        print(json.dumps(mails))
        """;

    private sealed record Mail(string[] Defects, Dictionary<string, string> Head, string[] Names, string Encoding, string Zip)
    {
        public ZipArchive Open() => new(new MemoryStream(Convert.FromBase64String(Zip)));

        public JsonElement Manifest()
        {
            using var zip = Open();
            using var manifest = zip.GetEntry("rsmf_manifest.json")!.Open();
            return JsonDocument.Parse(manifest).RootElement;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_manifest_keeps_the_published_rules(bool hostile)
    {
        using TalkRecord record = new(hostile ? Scenes.AllHostile : Scenes.Everything);

        record.Export(ExportFormat.Rsmf);

        foreach (var mail in await Read(record))
        {
            Assert.Empty(mail.Defects);
            Assert.Equal(("2.0.0", "base64"), (mail.Head["X-RSMF-Version"], mail.Encoding));
            Assert.Equal(["rsmf.zip"], mail.Names);
            using var zip = mail.Open();
            var files = zip.Entries.Select(entry => entry.FullName).ToArray();
            Assert.Equal(files.Length, files.Distinct().Count());
            Assert.All(files, file => Assert.DoesNotContain(file, name => name is '/' or '\\' or ':' || char.IsControl(name)));
            var manifest = mail.Manifest();
            Assert.Empty(new RsmfRules(manifest, files).Faults());
            Assert.Equal(mail.Head["X-RSMF-EventCount"], manifest.GetProperty("events").GetArrayLength().ToString());
            Assert.Equal(mail.Head["X-RSMF-AttachmentCount"], (files.Length - 1).ToString());
        }
    }

    [Fact]
    public async Task A_message_has_its_edits_reactions_deletion_and_files()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Rsmf);

        var mail = (await Read(record))[0];
        var manifest = mail.Manifest();
        var events = manifest.GetProperty("events").EnumerateArray().ToArray();
        var people = manifest.GetProperty("participants").EnumerateArray().ToDictionary(person => person.GetProperty("id").GetString()!, person => person.GetProperty("display").GetString());
        var first = events.Single(happening => happening.GetProperty("body").GetString() == "The budget is 5");
        var edit = Assert.Single(first.GetProperty("edits").EnumerateArray());
        Assert.Equal(("The budget is 5", "The budget is 50"), (edit.GetProperty("previous").GetString(), edit.GetProperty("new").GetString()));
        var reaction = Assert.Single(first.GetProperty("reactions").EnumerateArray());
        Assert.Equal(("👍", "Cleo"), (reaction.GetProperty("value").GetString(), people[reaction.GetProperty("participants")[0].GetString()!]));
        Assert.True(events.Single(happening => happening.GetProperty("body").GetString() == "A word he regrets").GetProperty("deleted").GetBoolean());
        Assert.Equal(["Anna", "Ben", "Cleo"], events.Where(happening => happening.GetProperty("type").GetString() == "join").Select(happening => people[happening.GetProperty("participant").GetString()!]));
        using var zip = mail.Open();
        using var picture = zip.GetEntry("000000011-0-0_plan.png")!.Open();
        MemoryStream content = new();
        picture.CopyTo(content);
        Assert.Equal(Scenes.Picture, content.ToArray());
    }

    [Fact]
    public async Task Who_is_there_at_the_first_event_stands_in_the_conversation()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Rsmf);

        var manifest = (await Read(record))[1].Manifest();
        var people = manifest.GetProperty("participants").EnumerateArray().ToDictionary(person => person.GetProperty("id").GetString()!, person => person.GetProperty("display").GetString());
        Assert.Equal(["Anna", "Ben", "Cleo"], manifest.GetProperty("conversations")[0].GetProperty("participants").EnumerateArray().Select(person => people[person.GetString()!]).Order());
    }

    private static async Task<IReadOnlyList<Mail>> Read(TalkRecord record) => JsonSerializer.Deserialize<List<Mail>>(await Python.RunAsync(ReadMails, record.Out()))!;
}
