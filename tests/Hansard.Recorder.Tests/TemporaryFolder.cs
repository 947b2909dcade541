namespace Hansard.Recorder.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hansard-recorder-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
