using System.Diagnostics;
using System.Text.Json;

namespace Hansard.Bench.Setup;

/// <summary>Runs <c>hansard</c> commands as an operator would, on one data folder.</summary>
internal sealed class HansardCommand(string hansard, string data, string? database = null)
{
    /// <summary>What the command prints with <c>--json</c>; a refusal ends the run.</summary>
    public JsonElement Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [hansard, .. arguments, "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HANSARD_DATA"] = data;
        start.Environment["HANSARD_DB"] = database ?? "";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<JsonElement>(output)
            : throw new LoadFailure($"hansard {string.Join(' ', arguments)}: {output} {errors.Result}");
    }
}
