using System.Text.Json;
using Hansard.Archive.Export;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>Mails as Python's <c>email</c> reads them.</summary>
public sealed class EmlTests
{
    private const string ReadMails = """
        import base64, email, email.policy, glob, json, sys
        mails = []
        for name in sorted(glob.glob(sys.argv[1] + '/mails/*/*.eml')):
            raw = open(name, 'rb').read()
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            defects = [str(defect) for part in mail.walk() for defect in part.defects]
            defects += [str(defect) for part in mail.walk() for field in part.values() for defect in getattr(field, 'defects', [])]
            mails.append({
                'Longest': max(len(line) for line in raw.split(b'\r\n')), 'Bare': raw.replace(b'\r\n', b'').count(b'\n') + raw.replace(b'\r\n', b'').count(b'\r'),
                'Ascii': all(octet < 128 for octet in raw), 'Defects': defects, 'Subject': str(mail['Subject']), 'From': mail['From'].addresses[0].display_name,
                'To': [person.display_name for person in mail['To'].addresses], 'Fields': [key for key in mail.keys()], 'Lines': mail['X-Hansard-Lines'], 'Id': mail['Message-ID'],
                'Text': mail.get_body(('plain',)).get_content().replace('\r\n', '\n'), 'Date': mail['Date'].datetime.isoformat(),
                'Attachments': [{'Name': part.get_filename(), 'Type': part.get_content_type(), 'Base64': base64.b64encode(part.get_payload(decode=True)).decode()} for part in mail.iter_attachments()]})
        print(json.dumps(mails))
        """;

    private sealed record Attachment(string Name, string Type, string Base64);

    private sealed record Mail(
        int Longest, int Bare, bool Ascii, string[] Defects, string Subject, string From, string[] To, string[] Fields, string Lines, string Id, string Text, string Date, Attachment[] Attachments);

    [Fact]
    public async Task There_is_a_mail_for_each_conversation_and_day()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.Export(ExportFormat.Eml);

        var mails = await Read(record);
        Assert.Equal(["Budget & <Plans>, 2024-02-28", "Budget, 2024-02-29"], mails.Select(mail => mail.Subject).Where(subject => subject.StartsWith("Budget", StringComparison.Ordinal)));
        Assert.Equal((4, 20), (mails.Count, mails.Sum(mail => int.Parse(mail.Lines))));
        var first = mails[0];
        Assert.Equal(("Anna", "Ben Cleo"), (first.From, string.Join(' ', first.To)));
        Assert.Contains("Anna: The budget is 5\n    (changed at 2024-02-28 23:00:03.000000 UTC by Anna (seq 4) from \"The budget is 5\" to \"The budget is 50\")\n    (👍 by Cleo)", first.Text, StringComparison.Ordinal);
        Assert.Contains("Ben: A word he regrets\n    (taken back at", first.Text, StringComparison.Ordinal);
        Assert.Contains("could not be opened: there is no key for it", first.Text, StringComparison.Ordinal);
        Assert.Contains("Opened at last", first.Text, StringComparison.Ordinal);
        var picture = Assert.Single(first.Attachments);
        Assert.Equal(("000000011-0-0_plan.png", "image/png"), (picture.Name, picture.Type));
        Assert.Equal(Scenes.Picture, Convert.FromBase64String(picture.Base64));
        Assert.False(Directory.Exists(Path.Combine(record.Out(), "unfinished")));
    }

    [Fact]
    public async Task No_name_text_or_file_makes_a_mail_that_a_reader_finds_fault_with()
    {
        using TalkRecord record = new(Scenes.AllHostile);

        record.Export(ExportFormat.Eml);

        var mails = await Read(record);
        Assert.All(mails, mail => Assert.Empty(mail.Defects));
        Assert.All(mails, mail => Assert.True(mail is { Longest: <= 78, Bare: 0, Ascii: true }));
        Assert.All(mails, mail => Assert.Equal(mail.Fields.Distinct(), mail.Fields));
        Assert.All(mails, mail => Assert.Single(mail.Fields, "Subject"));
        Assert.Equal(mails.Count, mails.Select(mail => mail.Id).Distinct().Count());
        var attachments = mails.SelectMany(mail => mail.Attachments).ToArray();
        Assert.Equal(Scenes.Hostile.Length, attachments.Length);
        Assert.All(attachments, attachment => Assert.DoesNotContain(attachment.Name, name => name is '/' or '\\' or '"' or ':' || char.IsControl(name)));
        Assert.Equal(Enumerable.Range(0, Scenes.Hostile.Length).Select(number => $"file {number}").Order(), attachments.Select(attachment => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(attachment.Base64))).Order());
    }

    [Fact]
    public async Task A_thousand_members_and_names_of_any_letters_stand_in_the_head()
    {
        var members = Enumerable.Range(0, 1_000).Select(number => $"Член № {number} 🎈").ToArray();
        using TalkRecord record = new(talk => talk.Created("c", "Anna \"the\" <anna@example.com>, Ms", "Общее собрание акционеров общества с ограниченной ответственностью", members));

        record.Export(ExportFormat.Eml);

        var mail = Assert.Single(await Read(record));
        Assert.Empty(mail.Defects);
        Assert.Equal("Anna \"the\" <anna@example.com>, Ms", mail.From);
        Assert.Equal(members.Order(StringComparer.Ordinal), mail.To.Order(StringComparer.Ordinal));
        Assert.StartsWith("Общее собрание", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_with_too_much_in_it_makes_several_mails()
    {
        using TalkRecord record = new(talk =>
        {
            for (var line = 0; line < 10_001; line++, talk.Second = 0) talk.Say("c", "Anna", "and so on");
        });

        record.Export(ExportFormat.Eml);

        Assert.Equal([("10000", true), ("1", true)], (await Read(record)).OrderBy(mail => mail.Lines.Length).Reverse().Select((mail, number) => (mail.Lines, mail.Subject.EndsWith($", part {number + 1}", StringComparison.Ordinal))));
    }

    private static async Task<IReadOnlyList<Mail>> Read(TalkRecord record) => JsonSerializer.Deserialize<List<Mail>>(await Python.RunAsync(ReadMails, record.Out()))!;
}
