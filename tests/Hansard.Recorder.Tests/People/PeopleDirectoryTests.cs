using Hansard.Archive.Log;
using Hansard.Protocol;
using Hansard.Protocol.Accounts;
using Hansard.Recorder.People;
using Xunit;

namespace Hansard.Recorder.Tests.People;

public sealed class PeopleDirectoryTests : IDisposable
{
    private const string Number = "+35794048714";
    private static readonly UserId Anna = new("/4DZItfW2uZQyMCcxDboGMF0SjJs5sfedl9SXWNaO8Y=");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Path => PeopleDirectory.FileIn(folder.Path);

    private static IReadOnlyList<ListedPerson> Read(string csv)
    {
        var read = PeopleCsv.Read(new StringReader(csv));
        Assert.True(read.Succeeded, read.Failure?.Description);
        return read.Value;
    }

    [Theory]
    [InlineData("number,name,mail\n+35794048714,Anna Verdi,anna@example.org\n")]
    [InlineData("\uFEFF+35794048714,Anna Verdi,anna@example.org")]
    [InlineData("\"+357 9404 8714\",\"Anna Verdi\",\"anna@example.org\"\r\n\r\n")]
    public void A_number_becomes_the_id_of_its_owner(string csv) => Assert.Equal([new ListedPerson(Anna, "Anna Verdi", "anna@example.org")], Read(csv));

    [Fact]
    public void Quotes_commas_and_line_breaks_are_read_as_written() =>
        Assert.Equal("Verdi, \"Anna\"", Assert.Single(Read($"{Number},\"Verdi, \"\"Anna\"\"\"")).Name);

    [Theory]
    [InlineData("0794048714,Anna,a@b", "number in row 1")]
    [InlineData("+35794048714,,a@b", "row 1")]
    [InlineData("number,name,mail\n+35794048714", "Row 2")]
    [InlineData("+35794048714,A,b,c", "Row 1 has 4")]
    [InlineData("+35794048714,A\u001b[2J,b", "Row 1")]
    public void A_row_that_is_wrong_is_named_without_its_number(string csv, string says)
    {
        var failure = PeopleCsv.Read(new StringReader(csv)).Failure!;
        Assert.Contains(says, failure.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("94048714", failure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_import_adds_and_changes_and_a_running_recorder_notices()
    {
        var directory = new PeopleDirectory(Path);
        directory.Refresh();
        Assert.Equal(Anna.Value, directory.NameOf(Anna));

        Assert.Equal(1, PeopleDirectory.Import(new PosixDisk(), Path, Read($"{Number},Anna,")));
        directory.Refresh();
        Assert.Equal("Anna", directory.NameOf(Anna));

        Assert.Equal(2, PeopleDirectory.Import(new PosixDisk(), Path, Read($"{Number},Anna Verdi,\n+491700000001,Ben,")));
        directory.Refresh();
        Assert.Equal("Anna Verdi", directory.NameOf(Anna));
    }

    [Fact]
    public void No_number_is_kept()
    {
        PeopleDirectory.Import(new PosixDisk(), Path, Read($"{Number},Anna,anna@example.org"));
        Assert.DoesNotContain("94048714", File.ReadAllText(Path), StringComparison.Ordinal);
        Assert.True(PhoneNumbers.TryUserIdOf(Number, out var user));
        Assert.Contains(user.Value, File.ReadAllText(Path), StringComparison.Ordinal);
    }
}
