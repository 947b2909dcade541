using Hansard.Record.Format;
using Xunit;

namespace Hansard.Record.Tests.Format;

public sealed class RecordReaderTests : IDisposable
{
    private readonly RecordLayout layout = new(Directory.CreateTempSubdirectory("hansard-reader-").FullName);

    public RecordReaderTests() => Directory.CreateDirectory(layout.MessagesFolder);

    public void Dispose() => Directory.Delete(layout.Folder, recursive: true);

    private static byte[] Bytes(IEnumerable<long> seqs, int textLength = 10) =>
        [.. seqs.SelectMany(seq => Lines.Of(seq, [new("message", CanonicalJson.Of(new string('x', textLength)))], []).ToUtf8().Append((byte)'\n'))];

    private static IEnumerable<long> Range(int first, int count) => Enumerable.Range(first, count).Select(seq => (long)seq);

    [Fact]
    public void Closed_files_come_in_order_before_the_current_one_and_strangers_are_left_out()
    {
        File.WriteAllBytes(layout.CurrentFile, Bytes(Range(21, 5)));
        File.WriteAllBytes(layout.ClosedFile(11, 20), Bytes(Range(11, 10)));
        File.WriteAllBytes(layout.ClosedFile(1, 10), Bytes(Range(1, 10)));
        foreach (var stranger in new[] { "receivedMessages_1-2.log", "receivedMessages.log.bak", "other.log", layout.Prefix + "_" + new string('x', 20) + "-" + new string('0', 20) + ".log" })
            File.WriteAllText(Path.Combine(layout.MessagesFolder, stranger), "nothing of ours\n");

        Assert.Equal(Range(1, 25), RecordReader.Lines(layout).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void A_line_that_is_still_being_written_is_left_out()
    {
        var bytes = Bytes(Range(1, 3));
        File.WriteAllBytes(layout.CurrentFile, bytes[..^1]);
        Assert.Equal(2, RecordReader.Lines(layout).Count());
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read_whole()
    {
        File.WriteAllBytes(layout.CurrentFile, [.. Bytes(Range(1, 3), 200_000), .. Bytes(Range(4, 200)), .. Bytes(Range(204, 1), 1 << 16)]);
        Assert.Equal(Range(1, 204), RecordReader.Lines(layout).Select(line => line.Hansard!.Position.Seq));
    }

    [Fact]
    public void A_line_that_is_none_is_named_with_its_place()
    {
        File.WriteAllBytes(layout.CurrentFile, [.. Bytes(Range(1, 2)), .. "{}\n"u8]);
        var fault = Assert.Throws<InvalidDataException>(() => RecordReader.Lines(layout).Count());
        Assert.StartsWith(layout.CurrentFile + ":3:", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_record_has_no_lines()
    {
        Assert.Empty(RecordReader.Lines(new RecordLayout(Path.Combine(layout.Folder, "nowhere"))));
        Assert.Empty(RecordReader.Heads(layout));
    }
}
