using System.Text;
using Hansard.Archive.Export;
using Hansard.Archive.Log;
using Hansard.Archive.Search;
using Hansard.Archive.Tests.Log;
using Hansard.Record.Prove;
using Xunit;

namespace Hansard.Archive.Tests.Export;

/// <summary>What an export gets from the record's index is what is in the record.</summary>
public sealed class IndexedExportTests
{
    [Fact]
    public void Everything_is_the_same_by_the_index_as_by_reading_the_whole_record()
    {
        using TalkRecord record = new(Scenes.Everything, new Rotation(MaximumBytes: 3_000));
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            record.Export(format, record.Out($"{format}-read"));
            record.ExportByIndex(format, record.Out($"{format}-found"), Selection.Everything);
            var (read, found) = (TalkRecord.Files(record.Out($"{format}-read")), TalkRecord.Files(record.Out($"{format}-found")));
            Assert.Equal(read.Keys, found.Keys);
            foreach (var name in read.Keys.Where(name => name is not ("export-manifest.json" or "export-files.jsonl"))) Assert.Equal(Encoding.UTF8.GetString(read[name]), Encoding.UTF8.GetString(found[name]));
        }
    }

    [Fact]
    public void A_selection_is_exported_and_proved_whatever_files_it_stands_in()
    {
        using TalkRecord record = new(Scenes.Everything, new Rotation(MaximumBytes: 3_000));
        Assert.True(Directory.GetFiles(record.Layout.MessagesFolder, "*.manifest").Length > 2);

        var bySender = record.ExportByIndex(ExportFormat.Csv, record.Out("sender"), new Selection { Senders = ["Ben"] });
        var byStatus = record.ExportByIndex(ExportFormat.Csv, record.Out("status"), new Selection { Conversations = ["dialog"] });

        Assert.Equal(record.Talk.Lines.Count(line => line.Sender == "Ben" && line.Hansard!.Status != "undecryptable"), bySender.Lines);
        Assert.Equal(2, byStatus.Lines);
        foreach (var to in new[] { record.Out("sender"), record.Out("status") }) Assert.Null(ExportCheck.Run(to, TestKey.Signer.Key).Fault);
        // The completion stands behind later facts of the log, and is one of the lines.
        Assert.Contains("Opened at last", Encoding.UTF8.GetString(TalkRecord.Files(record.Out("sender"))["lines/000001.jsonl"]), StringComparison.Ordinal);
    }

    [Fact]
    public void What_happened_to_a_message_later_is_told_also_where_it_was_not_selected()
    {
        using TalkRecord record = new(Scenes.Everything);

        record.ExportByIndex(ExportFormat.Csv, record.Out(), new Selection { Words = Words("5") });

        var table = Encoding.UTF8.GetString(TalkRecord.Files(record.Out())["messages-001.csv"]);
        Assert.Contains("The budget is 50", table, StringComparison.Ordinal);
        Assert.Contains("👍 by Cleo", table, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_recorded_after_an_export_began_does_not_come_into_it_by_the_index()
    {
        using TalkRecord record = new(Scenes.Everything);
        var plan = ExportPlan.Of(record.Layout, TestKey.Signer.Key, record.Out(), ExportFormat.Html, "{}");
        using (var index = record.OpenIndex())
        {
            var source = IndexedSource.Of(record.Layout, TestKey.Signer.Key, index, Selection.Everything);
            Assert.Throws<IOException>(() => RecordExport.Run(plan, source with { RoomAt = (_, _) => throw new IOException("gone") }, () => { }, TimeProvider.System, _ => { }, TestContext.Current.CancellationToken));
        }
        record.Append(talk => talk.Edited("room", "Anna", talk.Lines[1].MessageId, "The budget is 50", "The budget is 500"));

        record.ExportByIndex(ExportFormat.Html, record.Out(), Selection.Everything);

        Assert.DoesNotContain(TalkRecord.Files(record.Out()).Values, file => Encoding.UTF8.GetString(file).Contains("The budget is 500", StringComparison.Ordinal));
    }

    private static WordQuery Words(string text) => WordQuery.TryParse(text, out var query, out _) ? query! : throw new ArgumentException("no words", nameof(text));
}
