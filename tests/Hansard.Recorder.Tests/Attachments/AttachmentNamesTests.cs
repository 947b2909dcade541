using System.Text;
using Hansard.Recorder.Attachments;
using Hansard.Recorder.Tests.Mapping;
using Xunit;

namespace Hansard.Recorder.Tests.Attachments;

public sealed class AttachmentNamesTests
{
    [Theory]
    [InlineData("wickr_logs.tar.gz", "wickr_logs.tar.gz")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\boot.ini", "boot.ini")]
    [InlineData("..", "file")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("a\u001b[31m\r\nb\0.txt", "a[31mb.txt")]
    [InlineData("cod\u202Eexe.pdf", "codexe.pdf")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    public void What_its_sender_called_a_file_is_only_the_end_of_its_name(string? said, string end) =>
        Assert.Equal($"attachment_20200513200446204_{end}", AttachmentNames.Of(Scene.Ts, said, 1));

    [Fact]
    public void Every_name_fits_every_disk()
    {
        var name = AttachmentNames.Of(Scene.Ts, string.Concat(Enumerable.Repeat("👩‍🚀", 500)) + ".pdf", 1_000_000);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 200, 255);
        Assert.Equal(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Equal_names_at_the_same_moment_are_told_apart() =>
        Assert.Equal("attachment_20200513200446204-2_a.txt", AttachmentNames.Of(Scene.Ts, "a.txt", 2));

    [Theory]
    [InlineData("image/jpeg", "preview.jpeg")]
    [InlineData("image/svg+xml", "preview")]
    [InlineData("../x", "preview.x")]
    [InlineData("", "preview")]
    public void A_preview_has_no_name_of_its_own(string mime, string name) => Assert.Equal(name, AttachmentNames.OfPreview(mime));
}
