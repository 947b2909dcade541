using Hansard.Cli.Output;
using Hansard.Cli.Tests.Processes;
using Xunit;

namespace Hansard.Cli.Tests.Record;

public sealed class DirectoryCommandTests
{
    [Fact]
    public async Task People_are_imported_and_a_wrong_row_imports_nobody()
    {
        using DataFolder data = new();
        var (good, bad) = (data.File("good.csv"), data.File("bad.csv"));
        await File.WriteAllTextAsync(good, "number,name,mail\n+491700000001,Anna,anna@example.org\n+491700000002,Ben,\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(bad, "+491700000003,Carla,\n0170,Dora,\n", TestContext.Current.CancellationToken);

        var imported = await HansardCommand.Run("record", "directory", "import", good, "--folder", data.Path, "--json");
        var refused = await HansardCommand.Run("record", "directory", "import", bad, "--folder", data.Path);

        Assert.Equal((ExitCode.Done, """{"imported":2,"total":2}"""), (imported.ExitCode, imported.Output.Trim()));
        Assert.Equal(ExitCode.Refused, refused.ExitCode);
        Assert.Contains("row 2", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadLines(Path.Combine(data.Path, "clients", "recorder", "directory.jsonl")).Count());
    }
}
