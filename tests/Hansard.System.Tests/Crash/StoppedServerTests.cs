using Xunit;

namespace Hansard.System.Tests.Crash;

/// <summary>SIGTERM to the real process under load.</summary>
public sealed class StoppedServerTests
{
    [Theory]
    [InlineData(TestEngine.Sqlite)]
    [InlineData(TestEngine.Postgres)]
    public async Task What_was_accepted_is_answered_and_the_process_ends_well_after_saying_1001(TestEngine engine)
    {
        await using var scene = await CrashScene.OpenAsync(await engine.NewDatabaseAsync());
        await scene.ComeBackAsync();
        var stopped = scene.WhenAcknowledgedAsync(500, scene.Network.TerminateServerAsync);
        Task[] talking = [.. scene.Talkers.Select(talker => talker.TalkUntilGoodbyeAsync())];
        await await Task.WhenAny(talking.Append(stopped));
        await stopped;
        await Task.WhenAll(talking);

        scene.AssertStoredIsWhatWasAcknowledged();
    }
}
