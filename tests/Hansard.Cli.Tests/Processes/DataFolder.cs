using Hansard.TestPorts;

namespace Hansard.Cli.Tests.Processes;

/// <summary>A server's folder and address for one test.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hansard-cli-").FullName;

    public string Url { get; } = $"http://127.0.0.1:{Ports.Free()}";

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public Dictionary<string, string> Environment => new() { ["HANSARD_DATA"] = Path, ["HANSARD_URLS"] = Url };

    public Task<Ended> Run(params string[] arguments) => HansardCommand.Run([.. arguments, "--data", Path]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
