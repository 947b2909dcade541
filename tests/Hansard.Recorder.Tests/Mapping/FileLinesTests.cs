using Hansard.Archive.Attachments;
using Hansard.Protocol.Content;
using Hansard.Record.Format;
using Hansard.Recorder.Mapping;
using Xunit;
using static Hansard.Recorder.Tests.Mapping.Scene;

namespace Hansard.Recorder.Tests.Mapping;

public sealed class FileLinesTests
{
    private static readonly ContentFile Small = new("small", "image/webp", 10, new string('b', 64), Convert.ToBase64String(new byte[32]), 65536);
    private static readonly ContentFile Big = Small with { FileNameEncrypted = "big", MimeType = "image/png", Preview = Small };

    [Fact]
    public void A_file_that_is_not_there_yet_is_said_to_be_missing()
    {
        var line = Line(SaidBy(Anna), Content(new ImageContent { FileName = "../../etc/passwd", File = Small }), Dialog);
        Assert.Equal(LineStatus.AttachmentMissing, line.GetProperty("hansard").GetProperty("status").GetString());
        Assert.Equal(("../../etc/passwd", ""), (line.GetProperty("file").GetProperty("filename").GetString(), line.GetProperty("file").GetProperty("localfilename").GetString()));
        Equal("""{"mime":"image/webp"}""", line.GetProperty("hansard").GetProperty("attachment"));
    }

    [Fact]
    public void A_file_and_its_preview_are_two_parts_each_with_its_own_id_and_attachment()
    {
        var said = SaidBy(Anna);
        var files = new FetchedFile?[] { new(new StoredFile("/a/1", new string('1', 64), 11), null), FetchedFile.Missing("It is gone.") };
        var lines = Lines.Of(said, Content(new ImageContent { FileName = "p.png", File = Big }), new LineScene(Dialog, Earlier.Nothing, files), () => "s");

        Assert.Equal([new LinePosition(7, 0, 2), new LinePosition(7, 1, 2)], lines.Select(line => line.Hansard!.Position));
        Assert.Equal([LineStatus.Captured, LineStatus.AttachmentMissing], lines.Select(line => line.Hansard!.Status));
        Assert.Equal([new string('1', 64), null], lines.Select(line => line.Hansard!.AttachmentSha256));
        Assert.Equal([LineIds.OfMessage("default", "C", Uuid), LineIds.OfMessage("default", "C", Uuid, 1)], lines.Select(line => line.MessageId));
        Assert.Equal(2, lines.Select(line => line["file"]!.Value.Parse().GetProperty("guid").GetString()).Distinct().Count());
        Assert.Equal(["image/png", "image/webp"], lines.Select(line => line.Hansard!["attachment"]!.Value.Parse().GetProperty("mime").GetString()));
    }

    [Fact]
    public void A_completion_is_the_same_line_with_the_next_revision()
    {
        var said = SaidBy(Anna);
        var first = Lines.Of(said, new Captured.Unopened("No key.", null, null), new LineScene(Dialog), () => "s");
        var later = Lines.Of(said, Content(new TextContent("so it was that")), new LineScene(Dialog), () => "s", revision: 1);
        Assert.Equal((0, 1), (first[0].Hansard!.Position.Revision, later[0].Hansard!.Position.Revision));
        Assert.Equal(first[0].MessageId, later[0].MessageId);
        Assert.Equal((LineStatus.Undecryptable, LineStatus.Captured), (first[0].Hansard!.Status, later[0].Hansard!.Status));
    }
}
