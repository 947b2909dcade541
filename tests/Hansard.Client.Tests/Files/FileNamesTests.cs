using System.Text;
using Hansard.Client.Files;
using Xunit;

namespace Hansard.Client.Tests.Files;

/// <summary>The sender of a file chooses its name, and may mean harm.</summary>
public sealed class FileNamesTests
{
    [Theory]
    [InlineData("plan.pdf", "plan.pdf")]
    [InlineData("Übersicht 2026 – Entwurf.pdf", "Übersicht 2026 – Entwurf.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Windows\\system32\\x.dll", "x.dll")]
    [InlineData("/", "file")]
    [InlineData("..", "file")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("name. . ", "name")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData("a\0b\nc\u001b[2J", "abc[2J")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("a\u200Bb", "ab")]
    [InlineData("what?<now>|\"*:.txt", "what__now_____.txt")]
    [InlineData("con", "_con")]
    [InlineData("LPT1.txt", "_LPT1.txt")]
    [InlineData("half \ud800 pair", "half  pair")]
    public void A_name_is_a_name_and_no_path(string? said, string kept) => Assert.Equal(kept, FileNames.Safe(said));

    [Fact]
    public void A_name_fits_every_file_system()
    {
        var kept = FileNames.Safe(new string('ä', 5_000));

        Assert.InRange(Encoding.UTF8.GetByteCount(kept), 190, 200);
    }
}
