namespace Hansard.Client.Tests;

/// <summary>A folder of one test, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hansard-client-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
