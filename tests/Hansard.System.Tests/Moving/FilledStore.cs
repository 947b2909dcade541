using Hansard.System.Tests.Crash;
using Hansard.TestPostgres;

namespace Hansard.System.Tests.Moving;

/// <summary>A data folder that people have filled through a real server, which has stopped, and places to move it to.</summary>
internal sealed class FilledStore : IAsyncDisposable
{
    private readonly CrashScene scene;
    private readonly string others = Directory.CreateTempSubdirectory("hansard-moved-").FullName;
    private int folders;

    private FilledStore(CrashScene scene) => this.scene = scene;

    public string Folder => scene.Network.DataFolder;

    public static async Task<FilledStore> WithAsync(int messages)
    {
        var scene = await CrashScene.OpenAsync();
        await scene.ComeBackAsync();
        var stopped = scene.WhenAcknowledgedAsync(messages, scene.Network.KillServerAsync);
        Task[] talking = [.. scene.Talkers.Select(talker => talker.TalkAsync())];
        await await Task.WhenAny(talking.Append(stopped));
        await stopped;
        await Task.WhenAll(talking);
        return new FilledStore(scene);
    }

    public string NewFolder() => Path.Combine(others, $"{++folders}");

    public static async Task<string> NewSchemaAsync() => (await PostgresCluster.Shared()).NewSchema();

    public Task StartServerAsync() => scene.Network.StartServerAsync();

    public ValueTask StopServerAsync() => scene.Network.StopServerAsync();

    public static Task<Ended> MigrateAsync(string from, string to, params string[] options) => HansardRun.RunAsync(["migrate", "--from", from, "--to", to, .. options]);

    public async ValueTask DisposeAsync()
    {
        await scene.DisposeAsync();
        Directory.Delete(others, recursive: true);
    }
}
