using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Hansard.System.Tests.House;

/// <summary>Who may see whom. A project exists only for what the compiler must forbid, so this table is the architecture.</summary>
public sealed partial class ProjectGraphTests
{
    private static readonly SortedDictionary<string, string[]> Allowed = new()
    {
        ["Hansard.Protocol"] = [],
        ["Hansard.Server"] = ["Hansard.Protocol"],
        ["Hansard.Client"] = ["Hansard.Protocol"],
        ["Hansard.Record"] = [],
        ["Hansard.Archive"] = ["Hansard.Record"],
        ["Hansard.Recorder"] = ["Hansard.Archive", "Hansard.Client"],
        ["Hansard.Cli"] = ["Hansard.Recorder", "Hansard.Server"],
    };

    /// <summary>What ships alone or is read by an auditor carries nobody else's code.</summary>
    private static readonly string[] WithoutPackages = ["Hansard.Protocol", "Hansard.Record"];

    [Fact]
    public void The_projects_reference_each_other_exactly_as_the_architecture_says()
    {
        var actual = SourceProjects().ToDictionary(Name, file => References(file).Order().ToArray());

        Assert.Equal(Lines(Allowed), Lines(actual));
    }

    [Fact]
    public void The_protocol_and_the_record_use_no_package()
    {
        var packages = from file in SourceProjects()
                       where WithoutPackages.Contains(Name(file))
                       from package in XDocument.Load(Path.Combine(Checkout.Root, file)).Descendants("PackageReference")
                       select $"{Name(file)} -> {package.Attribute("Include")?.Value}";

        Assert.Empty(packages);
    }

    [Fact]
    public void Every_source_project_has_its_test_project_and_both_are_in_the_solution()
    {
        var expected = SourceProjects().Select(Name)
            .SelectMany(name => new[] { $"src/{name}/{name}.csproj", $"tests/{name}.Tests/{name}.Tests.csproj" });
        var solution = XDocument.Parse(Checkout.Read("Hansard.slnx")).Descendants("Project").Select(project => project.Attribute("Path")?.Value);

        Assert.Empty(expected.Except(solution));
    }

    [Fact]
    public void Only_those_who_hold_plaintext_know_the_content_types()
    {
        string[] holders = ["src/Hansard.Protocol/", "src/Hansard.Client/", "src/Hansard.Recorder/", "src/Hansard.Cli/", "src/Hansard.Server/Chat/"];
        var others = Checkout.Files("src", "*.cs").Concat(SourceProjects())
            .Where(file => !holders.Any(holder => file.StartsWith(holder, StringComparison.Ordinal)))
            .Where(file => ContentNamespace().IsMatch(Checkout.Read(file)));

        Assert.Empty(others);
    }

    private static IEnumerable<string> SourceProjects() => Checkout.Files("src", "*.csproj");

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Checkout.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, string[]>> graph) =>
        graph.Select(project => $"{project.Key} -> {string.Join(", ", project.Value)}").Order();

    [GeneratedRegex(@"\bProtocol\.Content\b")]
    private static partial Regex ContentNamespace();
}
