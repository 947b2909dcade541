using Hansard.Archive.Log;
using Hansard.Archive.Retention;
using Xunit;

namespace Hansard.Archive.Tests.Retention;

/// <summary>An officer's key opens with his passphrase and in no other way.</summary>
public sealed class OfficerKeyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hansard-officer-");

    public void Dispose() => folder.Delete(recursive: true);

    private string KeyFile => Path.Combine(folder.FullName, "olga");

    [Fact]
    public void It_comes_out_as_it_was_kept_under_its_passphrase_alone()
    {
        var key = OfficerKey.Make("olga");
        key.Save(new PosixDisk(), KeyFile, "correct horse");
        Assert.Equal(key.Officer, OfficerKey.Open(KeyFile, "correct horse")!.Officer);
        Assert.Null(OfficerKey.Open(KeyFile, "correct hors"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Throws<IOException>(() => OfficerKey.Make("otto").Save(new PosixDisk(), KeyFile, "correct horse"));
        Assert.Equal("olga", OfficerKey.Open(KeyFile, "correct horse")!.Officer.Name);
    }

    [Theory]
    [InlineData("\"olga\"", "\"otto\"")]
    [InlineData("210000", "1")]
    [InlineData("\"rounds\"", "\"round\"")]
    [InlineData("{", "")]
    [InlineData("\"nonceBase64\":\"", "\"nonceBase64\":\"AAAA")]
    public void A_file_that_was_changed_is_no_key(string from, string to)
    {
        OfficerKey.Make("olga").Save(new PosixDisk(), KeyFile, "correct horse");
        File.WriteAllText(KeyFile, File.ReadAllText(KeyFile).Replace(from, to, StringComparison.Ordinal));
        Assert.Null(OfficerKey.Open(KeyFile, "correct horse"));
    }
}
