using System.Text;
using Hansard.Archive.Export;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Format;
using Hansard.Record.Prove;
using Xunit;

namespace Hansard.Archive.Tests.Export;

public sealed class ResumeTests
{
    private sealed class Interruption : Exception;

    [Theory]
    [InlineData(ExportFormat.Jsonl)]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Actiance)]
    [InlineData(ExportFormat.Eml)]
    [InlineData(ExportFormat.Rsmf)]
    [InlineData(ExportFormat.Html)]
    public void Wherever_it_was_interrupted_an_export_comes_out_the_same(ExportFormat format)
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(format, record.Out("whole"));
        var whole = TalkRecord.Compared(record.Out("whole"));
        var ended = false;
        for (var question = 0; !ended; question++)
        {
            var to = record.Out($"interrupted-{question}");
            try
            {
                record.Export(format, to, with: source => FailingAt(source, question));
                ended = true;
            }
            catch (Interruption)
            {
                Assert.False(File.Exists(Path.Combine(to, "export-manifest.json")));
                Assert.Equal("the export is not finished", ExportCheck.Run(to, TestKey.Signer.Key).Fault);
                Assert.True(record.Export(format, to).Resumed);
            }
            Assert.Equal(whole, TalkRecord.Compared(to));
        }
    }

    [Fact]
    public void Parts_that_are_finished_are_not_written_again_and_spoiled_ones_are()
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(ExportFormat.Eml, record.Out("whole"));
        var to = record.Out();
        Assert.Throws<Interruption>(() => record.Export(ExportFormat.Eml, to, with: source => FailingAt(source, Questions(record, ExportFormat.Eml) - 1)));
        var mails = Directory.GetFiles(to, "*.eml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        Assert.True(mails.Length >= 2, $"{mails.Length}");
        var before = File.GetLastWriteTimeUtc(mails[0]);
        // As if the disk had lost it.
        File.WriteAllText(mails[1], "spoiled");

        record.Export(ExportFormat.Eml, to);

        Assert.Equal(before, File.GetLastWriteTimeUtc(mails[0]));
        Assert.Equal(TalkRecord.Compared(record.Out("whole")), TalkRecord.Compared(to));
    }

    [Fact]
    public void A_state_that_was_cut_anywhere_is_gone_on_with()
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(ExportFormat.Html, record.Out("whole"));
        var whole = TalkRecord.Compared(record.Out("whole"));
        Assert.Throws<Interruption>(() => record.Export(ExportFormat.Html, record.Out("cut"), with: source => FailingAt(source, Questions(record, ExportFormat.Html) - 1)));
        var state = File.ReadAllBytes(Path.Combine(record.Out("cut"), "export-state.jsonl"));
        for (var length = 0; length <= state.Length; length += 211)
        {
            var to = record.Out($"cut-{length}");
            Directory.CreateDirectory(to);
            foreach (var (name, bytes) in TalkRecord.Files(record.Out("cut")))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
                File.WriteAllBytes(Path.Combine(to, name), name == "export-state.jsonl" ? state[..length] : bytes);
            }
            record.Export(ExportFormat.Html, to);
            Assert.Equal(whole, TalkRecord.Compared(to));
        }
    }

    [Fact]
    public void What_the_record_got_since_an_export_began_is_not_in_it()
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(ExportFormat.Csv, record.Out("whole"));
        Assert.Throws<Interruption>(() => record.Export(ExportFormat.Csv, with: source => FailingAt(source, 25)));
        record.Append(talk => talk.Edited("room", "Anna", talk.Lines[1].MessageId, "The budget is 50", "The budget is 500"));

        var result = record.Export(ExportFormat.Csv);

        Assert.Equal((20, 20, true), (result.Lines, result.Size, result.Resumed));
        Assert.Equal(TalkRecord.Compared(record.Out("whole")), TalkRecord.Compared(record.Out()));
        Assert.Equal(21, record.Export(ExportFormat.Csv, record.Out("newer")).Lines);
    }

    [Fact]
    public void Nothing_is_exported_over_anything_else()
    {
        using TalkRecord record = new(Scenes.Everything);
        record.Export(ExportFormat.Csv, record.Out("finished"));
        Assert.Contains("finished export", Refusal(record, ExportFormat.Csv, record.Out("finished")), StringComparison.Ordinal);
        Directory.CreateDirectory(record.Out("other"));
        File.WriteAllText(Path.Combine(record.Out("other"), "letter.txt"), "dear");
        Assert.Contains("not empty", Refusal(record, ExportFormat.Csv, record.Out("other")), StringComparison.Ordinal);
        Assert.Throws<Interruption>(() => record.Export(ExportFormat.Csv, with: source => FailingAt(source, 25)));
        Assert.Contains("another export", Refusal(record, ExportFormat.Html, record.Out()), StringComparison.Ordinal);
        Assert.Throws<ExportRefusedException>(() => record.Export(ExportFormat.Csv, selection: """{"words":"other"}"""));
        using (File.Open(Path.Combine(record.Out(), "export-state.jsonl"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Contains("Another process", Refusal(record, ExportFormat.Csv, record.Out()), StringComparison.Ordinal);
        Assert.Equal("dear", File.ReadAllText(Path.Combine(record.Out("other"), "letter.txt")));
    }

    [Fact]
    public void Nothing_is_written_before_the_audit_knows_of_it()
    {
        using TalkRecord record = new(Scenes.Everything);
        var plan = ExportPlan.Of(record.Layout, TestKey.Signer.Key, record.Out(), ExportFormat.Csv, "{}");

        Assert.Throws<Interruption>(() => RecordExport.Run(
            plan, record.SourceOf(_ => true), () => throw new Interruption(), TimeProvider.System, _ => { }, TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(record.Out()));
    }

    [Fact]
    public void A_line_that_is_not_the_one_that_was_logged_is_not_exported()
    {
        using TalkRecord record = new(Scenes.Everything);
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(record.Talk.Lines[1].ToUtf8()).Replace("is 5", "is 6", StringComparison.Ordinal));

        var fault = Assert.Throws<InvalidDataException>(() => record.Export(
            ExportFormat.Jsonl, with: source => source with { From = from => source.From(from).Select(line => line.Leaf == 1 ? line with { Utf8 = changed } : line) }));

        Assert.Contains("is not the one that was logged", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_removed_is_shown_as_removed_and_still_proved()
    {
        using TalkRecord record = new(Scenes.Everything);
        Assert.True(LineEntry.TryOf(record.Talk.Lines[5].ToUtf8(), out var entry, out _, out _));
        var removed = Encoding.UTF8.GetBytes(
            $$$"""{"hansard":{"part":0,"removed":{"at":"2026-01-01T00:00:00Z","line_sha256":"{{{entry.Line}}}","rule":"r1"},"revision":0,"seq":{{{entry.Position.Seq}}}}}""");
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var to = record.Out(format.ToString());
            var result = record.Export(format, to, with: source => source with { From = from => source.From(from).Select(line => line.Leaf == 5 ? line with { Utf8 = removed } : line) });
            Assert.Equal(1, result.Removed);
            var check = ExportCheck.Run(to, TestKey.Signer.Key);
            Assert.Equal((null, 20, 1), (check.Fault, check.Lines, check.Removed));
            if (format is ExportFormat.Csv or ExportFormat.Actiance or ExportFormat.Html)
                Assert.Contains(TalkRecord.Files(to).Where(file => !file.Key.StartsWith("lines", StringComparison.Ordinal)), file => Encoding.UTF8.GetString(file.Value).Contains("was removed from the record at 2026-01-01T00:00:00Z by the rule r1", StringComparison.Ordinal));
        }
    }

    private static string Refusal(TalkRecord record, ExportFormat format, string to) => Assert.Throws<ExportRefusedException>(() => record.Export(format, to)).Message;

    /// <summary>A record that dies when it is asked for the n-th time: for a line, for what is about a message, or for a room.</summary>
    private static ExportSource FailingAt(ExportSource source, int question)
    {
        var asked = 0;
        T Answer<T>(T answer) => Interlocked.Increment(ref asked) > question ? throw new Interruption() : answer;
        return new ExportSource(
            from => source.From(from).Select(Answer), (message, size) => Answer(source.About(message, size)), (conversation, seq) => Answer(source.RoomAt(conversation, seq)));
    }

    /// <summary>How often an export asks the record.</summary>
    private static int Questions(TalkRecord record, ExportFormat format)
    {
        var asked = 0;
        T Answer<T>(T answer)
        {
            Interlocked.Increment(ref asked);
            return answer;
        }
        record.Export(format, record.Out("counted"), with: source => new ExportSource(
            from => source.From(from).Select(Answer), (message, size) => Answer(source.About(message, size)), (conversation, seq) => Answer(source.RoomAt(conversation, seq))));
        return asked;
    }
}
