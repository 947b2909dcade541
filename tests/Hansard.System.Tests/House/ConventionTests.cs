using System.Text.RegularExpressions;
using Xunit;

namespace Hansard.System.Tests.House;

/// <summary>The conventions of CONTRIBUTING.md that a machine can check.</summary>
public sealed partial class ConventionTests
{
    private const int LongestFileLines = 400;

    [Fact]
    public void No_source_file_is_longer_than_four_hundred_lines()
    {
        var tooLong = from file in Sources()
                      let lines = File.ReadLines(Path.Combine(Checkout.Root, file)).Count()
                      where lines > LongestFileLines
                      select $"{file}: {lines} lines";

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_folder_has_a_name_that_says_nothing()
    {
        var vague = from file in Sources()
                    from folder in Path.GetDirectoryName(file)!.Split('/')
                    where VagueName().IsMatch(folder)
                    select file;

        Assert.Empty(vague);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var vague = from file in Sources()
                    from Match declaration in TypeDeclaration().Matches(Checkout.Read(file))
                    where VagueName().IsMatch(declaration.Groups["name"].Value)
                    select $"{file}: {declaration.Groups["name"].Value}";

        Assert.Empty(vague);
    }

    [Fact]
    public void No_test_sleeps()
    {
        var sleeping = Checkout.Files("tests", "*.cs").Where(file => Sleep().IsMatch(Checkout.Read(file)));

        Assert.Empty(sleeping);
    }

    [Theory]
    [InlineData("MessageManager", true)]
    [InlineData("Helpers", true)]
    [InlineData("StoreImpl", true)]
    [InlineData("Simple", false)]
    [InlineData("Commonwealth", false)]
    public void A_vague_name_is_recognised(string name, bool vague) => Assert.Equal(vague, VagueName().IsMatch(name));

    private static IEnumerable<string> Sources() => Checkout.Files("src", "*.cs").Concat(Checkout.Files("tests", "*.cs"));

    [GeneratedRegex(@"(Services|Models|Helpers?|Utils?|Common|Managers?|Impl)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|sealed|static|abstract|partial|readonly|ref|file|unsafe)\s+)*(?:class|record\s+struct|record|struct|interface|enum)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    /// <summary>Waiting for ever until cancelled is not sleeping.</summary>
    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\((?!Timeout\.Infinite)")]
    private static partial Regex Sleep();
}
